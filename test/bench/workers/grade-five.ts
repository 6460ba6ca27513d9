/** Grades a folder of the bench's five questions, as `ganbook grade` does before it writes its pages. Prints points by student. */
import { gradeClass } from "ganbook/dist/grading/class/grade-class";
import { startJudge } from "ganbook/dist/grading/judge/judge";
import { fiveNotebook, fiveSet } from "../grading/five";

const [folder = "", out = ""] = process.argv.slice(2);
const JOBS = 2;

async function main(): Promise<void> {
  const versions = Object.fromEntries(fiveSet.questions.map(({ id }) => [id, "1"]));
  const { graded } = await gradeClass(
    {
      folder,
      out,
      assignments: [{ set: fiveSet, exercise: fiveNotebook(), versions }],
      startJudge: () => startJudge({ jobs: JOBS }),
      jobs: JOBS,
      seed: 1,
    },
    () => Promise.resolve(),
  );
  console.log(JSON.stringify(graded.map(({ student, result }) => [student, result?.points])));
}

void main();
