/** Worked out by hand. */
import { describe, expect, it } from "vitest";
import { parseCourseFile } from "../../../lib/grading/class/course-file";
import { lateness } from "../../../lib/grading/class/late";

const names = ["05-dcgan"];
const course = (more: object = {}) =>
  parseCourseFile(
    JSON.stringify({
      assignments: { "05-dcgan": { due: "2026-03-01T12:00:00+01:00" } },
      late: { graceMinutes: 15, percentPerDay: 10, capPercent: 35 },
      ...more,
    }),
    "course.json",
    names,
  );
const late = (time: string, from = course(), who = ["ana"]) =>
  lateness(from, who, { notebook: "05-dcgan", time: new Date(time) });

describe("lateness", () => {
  it.each([
    ["2026-03-01T10:59:00Z", 0, 0], // a minute before 12:00 in Berlin
    ["2026-03-01T11:00:00Z", 0, 0],
    ["2026-03-01T11:15:00Z", 0, 0], // at the end of the grace
    ["2026-03-01T11:15:01Z", 1, 10], // the grace is over: the first day counts from the due time
    ["2026-03-02T11:00:00Z", 1, 10],
    ["2026-03-02T11:00:01Z", 2, 20],
    ["2026-03-04T11:00:00Z", 3, 30],
    ["2026-03-05T10:00:00Z", 4, 35], // 40, but for the cap
    ["2026-06-01T00:00:00Z", 92, 35],
  ])("%s: %i days, %i per cent", (time, daysLate, percent) => {
    expect(late(time)).toMatchObject({ daysLate, percent });
  });

  it("counts from an extension, for one person and one exercise", () => {
    const extended = course({
      extensions: [{ student: "Ana Lopez", assignment: "05-dcgan", due: "2026-03-03T11:00:00Z" }],
    });
    expect(late("2026-03-03T10:00:00Z", extended, ["s1", "Ana Lopez"]).percent).toBe(0);
    expect(late("2026-03-03T12:00:00Z", extended, ["s1", "Ana Lopez"]).percent).toBe(10);
    expect(late("2026-03-03T10:00:00Z", extended, ["s2", "Bo"]).percent).toBe(20);
  });

  it("is nothing without a due time or a policy", () => {
    expect(late("2027-01-01T00:00:00Z", course({ assignments: {} }))).toEqual({ daysLate: 0, percent: 0 });
    expect(late("2026-03-02T00:00:00Z", course({ late: undefined })).percent).toBe(0);
  });
});

describe("the course file", () => {
  it.each([
    ["{", /is no JSON/],
    ["[]", /the whole: .*object/],
    ['{"late": {"percentPerDay": 120}}', /late\.percentPerDay: .*100/],
    ['{"late": {}}', /late\.percentPerDay/],
    ['{"late": {"percentPerDay": 5, "graceMinuts": 3}}', /graceMinuts/],
    [
      '{"assignments": {"05-dcgan": {"due": "1 March"}}}',
      /assignments\.05-dcgan\.due: expected a time with its zone/,
    ],
    ['{"assignments": {"05-dcgan": {"due": "2026-03-01T12:00:00"}}}', /zone/],
    ['{"assignments": {"06-x": {}}}', /"06-x"\. There are: 05-dcgan/],
    ['{"extensions": [{"student": "a", "assignment": "05-dcgan"}]}', /extensions\.0\.due/],
  ])("%s is refused", (text, why) => {
    expect(() => parseCourseFile(text, "course.json", names)).toThrow(why);
    expect(() => parseCourseFile(text, "course.json", names)).toThrow(RangeError);
  });
});
