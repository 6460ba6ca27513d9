/** A small class with one of each: full marks, marks by a person and late, a file that is none, nothing handed in. */
import type { GradedSubmission } from "../../../lib/grading/class/grade-all";
import { gradeSubmission } from "../../../lib/grading/class/grade-submission";
import { gradebook } from "../../../lib/grading/class/gradebook";
import type { Gradebook } from "../../../lib/grading/class/gradebook";
import { parseCourseFile } from "../../../lib/grading/class/course-file";
import { markingLines, marksOf } from "../../../lib/grading/class/marking";
import { parseRoster } from "../../../lib/grading/class/roster";
import { packed } from "../../../lib/grading/class/collect";
import { readSubmission } from "../../../lib/grading/notebook/read-submission";
import { bytesOf, demoNotebook, rightAnswers, stubs } from "../fixture";
import type { Answers } from "../fixture";
import { demoAssignment, standInJudge } from "../class/stand-in";

const roster = `Student,ID,SIS User ID,SIS Login ID,Section
"López, Ana",55,S-1,ana,A
"Bell, Bo",56,S-2,bo,A
"Coe, Cy",57,S-3,cy,B
"Doe, Di",58,S-4,di,B
`;

const course = parseCourseFile(
  JSON.stringify({
    title: "A class",
    assignments: { "07-demo": { due: "2026-03-01T12:00:00Z" } },
    late: { percentPerDay: 10 },
  }),
  "course.json",
  ["07-demo"],
);

async function submission(student: string, answers: Partial<Answers>, more: Partial<GradedSubmission> = {}) {
  const one = {
    student,
    file: `${student}/07-demo.ipynb`,
    hash: "h",
    time: new Date("2026-03-01T11:00:00Z"),
    notebook: "07-demo",
    packed: packed(readSubmission(bytesOf(demoNotebook({ ...stubs, ...answers })))),
    repairs: [],
    ...more,
  };
  const result = await gradeSubmission(one, demoAssignment, { judge: standInJudge(), seed: 3 });
  return { ...one, result, isNew: true };
}

export async function sampleClass(): Promise<Gradebook> {
  const graded: GradedSubmission[] = [
    await submission("ana", rightAnswers, { moodleId: "900" }),
    await submission(
      "bo",
      { double: "const double = 3;", why: "=1+1" },
      { time: new Date("2026-03-02T13:00:00Z") },
    ),
    await submission("cy", {}, { packed: undefined, problem: "The file is empty." }),
    await submission("<script>alert(1)</script>", {
      half: "const half = '<script>alert(2)</script>';",
      why: "<img src=x onerror=alert(3)>",
    }),
  ];
  const lines = markingLines([], graded, [demoAssignment]);
  const filled = lines.map((line) =>
    line.student === "ana" ? { ...line, mark: line.max, comment: "<b>good</b>" } : line,
  );
  const people = parseRoster(roster, "roster.csv");
  return gradebook({ graded, assignments: [demoAssignment], people, course, marks: marksOf(filled) });
}
