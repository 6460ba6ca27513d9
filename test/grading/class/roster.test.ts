import { describe, expect, it } from "vitest";
import { parseRoster, personFinder } from "../../../lib/grading/class/roster";

const canvas = `Student,ID,SIS User ID,SIS Login ID,Section,Old task (12)
    Points Possible,,,,,10
"López, Ana",55,S-1,ana1,A,7
"Bell, Bo",56,S-2,bo2,A,
`;
const moodle = '\uFEFF"First name";"Last name";"ID number";"Email address"\r\nAna;López;4711;ana@x.org\r\n';

describe("a roster", () => {
  it("may be Canvas's gradebook", () => {
    const people = parseRoster(canvas, "r.csv");
    expect(people.map(({ id, firstName, lastName }) => [id, firstName, lastName])).toEqual([
      ["ana1", "Ana", "López"],
      ["bo2", "Bo", "Bell"],
    ]);
    expect(people[0]!.canvas).toEqual({
      name: "López, Ana",
      id: "55",
      sisUserId: "S-1",
      sisLoginId: "ana1",
      section: "A",
    });
  });

  it("may be Moodle's, with semicolons and a byte order mark", () => {
    expect(parseRoster(moodle, "r.csv")).toMatchObject([
      { id: "4711", email: "ana@x.org", lastName: "López" },
    ]);
  });

  it.each([
    ["colour,size\nred,1\n", /has the columns colour, size\. One of student_id/],
    ["student_id\n", /lists nobody/],
    ["", /\(none\)/],
    ["student_id,email\na,x\na,y\n", /"a" twice/],
    ["student_id,email\na,x\n,y\n", /line 3: "student_id" is empty/],
    ['student_id\n"a\n', /cannot be read as a table/],
  ])("%j is refused", (text, why) => expect(() => parseRoster(text, "r.csv")).toThrow(why));

  it("is found by id, e-mail, name in both orders, and Canvas's number; never by a name that two have", () => {
    const people = parseRoster(
      "student_id,first_name,last_name,email\ns1,Ana,López,ana@x.org\ns2,Bo,Bell,bo@x.org\ns3,Bell,Bo,b@x.org\n",
      "r.csv",
    );
    const find = personFinder(people);
    const id = (student: string) => find({ student })?.id;
    expect([id("s1"), id("ana@x.org"), id("Ana López"), id("lopezana"), id("Ana Lo\u0301pez")]).toEqual(
      Array(5).fill("s1"),
    );
    expect([id("bobell"), id("nobody"), id("")]).toEqual([undefined, undefined, undefined]);
    expect(personFinder(parseRoster(canvas, "r.csv"))({ student: "x", canvasId: "56" })?.id).toBe("bo2");
  });
});
