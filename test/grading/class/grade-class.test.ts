import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCourseFile } from "../../../lib/grading/class/course-file";
import { parseRoster } from "../../../lib/grading/class/roster";
import { rightAnswers } from "../fixture";
import { dir, grade, put, resultOf, submit } from "./class-folder";
import { demoAssignment, standInJudge } from "./stand-in";

describe("marks", () => {
  it("counts each check by the course's weights, whatever the judge says about points", async () => {
    submit("ana/07-demo.ipynb");
    submit("bo/07-demo.ipynb", { double: "const double = (x) => x * 3;" });
    const { scores, states } = await grade();
    expect(scores).toEqual({ ana: 4 + 2, bo: 1 }); // double: weights 1 and 3 of 4 points
    expect(states).toEqual({ ana: "to mark", bo: "graded" });
    expect(resultOf("bo").questions.map(({ verdict }) => verdict)).toEqual([
      "fail",
      "not-attempted",
      "not-attempted",
    ]);
    expect(resultOf("bo").questions[1]!.checks.map(({ verdict }) => verdict)).toEqual([
      "not-attempted",
      "not-attempted",
    ]);
  });

  it("never counts a check that the judge did not report", async () => {
    submit("ana/07-demo.ipynb");
    const lazy = {
      ...standInJudge(),
      grade: () => Promise.resolve({ verdict: "pass" as const, checks: [], output: "" }),
    };
    const { scores } = await grade({ startJudge: () => Promise.resolve(lazy) });
    expect(scores).toEqual({ ana: 0 });
  });

  it("grades the others when the grader breaks on one, and tries that again", async () => {
    submit("ana/07-demo.ipynb");
    submit("bo/07-demo.ipynb", { half: "const half = (x) => x / 2; // bang" });
    const judge = standInJudge();
    const breaking = {
      ...judge,
      grade: (...args: Parameters<typeof judge.grade>) =>
        args[1].cells.join().includes("bang") ? Promise.reject(new Error("a bug")) : judge.grade(...args),
    };
    const { book } = await grade({ startJudge: () => Promise.resolve(breaking) });
    expect(book.strays).toMatchObject([
      { student: "bo", isFault: true, problem: expect.stringContaining("a bug") },
    ]);
    expect((await grade()).scores).toEqual({ ana: 6, bo: 2 });
  });

  it("gives byte-equal results in two runs, apart from times", async () => {
    submit("ana/07-demo.ipynb");
    submit("bo.zip", { half: "const half = 1;" });
    put("broken/07-demo.ipynb", "{");
    const text = async () => {
      await grade({ out: join(dir, "out") });
      const all = ["ana", "broken"].map((name) =>
        readFileSync(join(dir, "out/students", name, "07-demo/results.json"), "utf8"),
      );
      rmSync(join(dir, "out"), { recursive: true });
      return all.join("\n").replace(/"milliseconds": [\d.e-]+/g, "");
    };
    expect(await text()).toBe(await text());
  });

  it("keeps the seed of the folder, and grades again with another", async () => {
    submit("ana/07-demo.ipynb");
    const first = await grade({ seed: undefined });
    const second = await grade({ seed: undefined });
    expect(second.seed).toBe(first.seed);
    expect(second.asked).toEqual([]);
    const third = await grade({ seed: (first.seed + 1) % 2 ** 32 });
    expect(third.asked).toHaveLength(2);
    expect(resultOf("ana").seed).toBe(third.seed);
  });
});

describe("what is graded again", () => {
  it("is what is new; changed questions tell whose marks changed and why", async () => {
    submit("ana/07-demo.ipynb");
    submit("bo/07-demo.ipynb", { double: "const double = (x) => 3 * x;" });
    expect((await grade()).asked).toHaveLength(3);
    expect((await grade()).asked).toEqual([]);
    submit("bo/07-demo.ipynb", { double: "const double = (x) => 2 * x;" });
    const again = await grade();
    expect(again.asked).toEqual(["demo/double"]);
    expect(again.changes).toEqual([
      {
        student: "bo",
        notebook: "07-demo",
        before: 1,
        after: 4,
        questions: ["demo/double: 1 -> 4"],
        why: ["new submission"],
      },
    ]);
    const strict = standInJudge();
    const v2 = { "demo/double": "v2", "demo/half": "v2", "demo/why": "v2" };
    const all = await grade({
      assignments: [{ ...demoAssignment, versions: v2 }],
      startJudge: () =>
        Promise.resolve({ ...strict, grade: (q) => strict.grade(q, { given: [], cells: [] }, 0) }),
    });
    expect(all.changes.map(({ student, before, after, why }) => [student, before, after, ...why])).toEqual([
      ["ana", 6, 1.5, "questions or checks changed"],
      ["bo", 4, 1, "questions or checks changed"],
    ]);
    expect(strict.asked).toHaveLength(3);
    expect((await grade({ assignments: [{ ...demoAssignment, versions: v2 }] })).changes).toHaveLength(2);
  });

  it("is, of a changed chapter, only the question that changed, and of a new notebook only the new answer", async () => {
    submit("ana/07-demo.ipynb");
    submit("bo/07-demo.ipynb", { half: "const half = (x) => x / 3;" });
    await grade();
    const kept = resultOf("ana").questions[0];
    const versions = { ...demoAssignment.versions, "demo/half": "v2" };
    const lenient = standInJudge();
    const again = await grade({
      assignments: [{ ...demoAssignment, versions }],
      startJudge: () =>
        Promise.resolve({ ...lenient, grade: (q) => lenient.grade(q, { given: [], cells: ["x / 2"] }, 0) }),
    });
    expect(lenient.asked).toEqual(["demo/half", "demo/half"]);
    expect(again.changes.map(({ student, questions, why }) => [student, ...questions, ...why])).toEqual([
      ["bo", "demo/half: 0.5 -> 2", "questions or checks changed"],
    ]);
    expect(resultOf("ana").questions[0]).toEqual(kept);
    submit("ana/07-demo.ipynb", { ...rightAnswers, why: "Because of this." });
    const last = await grade({ assignments: [{ ...demoAssignment, versions }] });
    expect(last.asked).toEqual([]);
    expect(resultOf("ana").questions[2]!.prose).toBe("Because of this.");
  });

  it("is what a damaged disk or a killed run left half-written", async () => {
    submit("ana/07-demo.ipynb");
    await grade();
    const folder = join(dir, "out/students/ana/07-demo");
    writeFileSync(join(folder, "results.json"), '{"schema": 1, "ass');
    writeFileSync(join(folder, ".results.json.0123abcd.part"), "half");
    expect((await grade()).asked).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(["results.json"]);
  });
});

describe("with a roster", () => {
  const people = parseRoster(
    "student_id,first_name,last_name,email\ns1,Ana,López,ana@x.org\ns2,Bo,Bell,bo@x.org\n",
    "r.csv",
  );

  it("goes by the roster's ids, and lists who handed in nothing and who is not on it", async () => {
    submit("lopezana_1_2_07-demo.ipynb");
    submit("zoe/07-demo.ipynb");
    const { scores, states, book } = await grade({ people });
    expect(scores).toEqual({ s1: 6, s2: 0, zoe: 6 });
    expect(states).toMatchObject({ s2: "not handed in" });
    expect(book.unknown).toEqual(["zoe"]);
  });

  it("refuses the roster of another class", async () => {
    submit("zoe/07-demo.ipynb");
    await expect(grade({ people })).rejects.toThrow(/None of the 1 submissions \(zoe/);
  });

  it("takes the time of the file, of nbgrader's timestamp, and of the course file", async () => {
    const course = parseCourseFile(
      JSON.stringify({
        assignments: { "07-demo": { due: "2026-03-01T12:00:00Z" } },
        late: { percentPerDay: 10 },
        submitted: [{ student: "cy", assignment: "07-demo", time: "2026-03-01T11:00:00Z" }],
      }),
      "course.json",
      ["07-demo"],
    );
    for (const name of ["ana", "bo", "cy"]) {
      submit(`${name}/07-demo.ipynb`);
      utimesSync(join(dir, "in", name, "07-demo.ipynb"), new Date(), new Date("2026-03-03T12:00:00Z"));
    }
    put("bo/timestamp.txt", "2026-03-01 12:30:00.123456 UTC");
    const { scores } = await grade({ course });
    expect(scores).toEqual({ ana: 4.8, bo: 5.4, cy: 6 });
  });
});
