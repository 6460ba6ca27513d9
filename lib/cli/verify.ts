/** `ganbook verify`: are the exercises what their authors promise? */
import { availableParallelism } from "node:os";
import { Command } from "commander";
import { notebookNames, notebookPath } from "../grading/authoring/course-files";
import { leaksOf } from "../grading/authoring/release";
import { answerCode, questionIds, setProblems } from "../grading/authoring/verify";
import type { QuestionReport } from "../grading/authoring/verify";
import { verifyAll } from "../grading/authoring/verify-all";
import { drifted } from "../grading/authoring/write-exercises";
import { startJudge } from "../grading/judge/judge";
import { questionSets } from "../questions/all";
import { learnerSeed } from "../questions/check";
import { count } from "./options";
import { duration } from "./progress";

interface Flags {
  question?: string;
  jobs: number;
  mutants: boolean;
  sandbox: boolean;
  json?: boolean;
}

const help = `
For each question: the solution passes every check, the stub none, each wrong answer in test/exercises/ fails the check
that is meant for it (and passes another), other right answers pass, and each small change of the solution fails. Then:
exercises/ is what solutions/ gives, no file for learners holds an answer, and the solutions pass in the judge's sandbox.

Examples:
  npx ganbook verify
  npx ganbook verify 05-dcgan
  npx ganbook verify --question losses --no-sandbox`;

export function verifyCommand(): Command {
  return new Command("verify")
    .argument("[chapter]", "only the questions of this exercise notebook, such as 05-dcgan")
    .option("--question <word>", "only the questions with this in their id")
    .option("--jobs <n>", "questions at a time (default: one for each core)", count, availableParallelism())
    .option("--no-mutants", "leave out the small changes, which take most of the time")
    .option("--no-sandbox", "leave out the judge's sandbox")
    .option("--json", "print the result as one line of JSON")
    .addHelpText("after", help)
    .action(async (chapter: string | undefined, flags: Flags) => {
      process.exitCode = await runVerify(chapter, flags);
    });
}

async function runVerify(chapter: string | undefined, flags: Flags): Promise<number> {
  const { question: word, mutants: withMutants, jobs, sandbox, json } = flags;
  const ids = questionIds({ chapter, word });
  if (ids.length === 0)
    throw new RangeError(`No question is in "${chapter ?? ""}" and has "${word ?? ""}" in its id.`);
  const start = performance.now();
  let done = 0;
  const onQuestion = (report: QuestionReport) => {
    const left = ((performance.now() - start) / 1000 / ++done) * (ids.length - done);
    if (!json) console.log(lineOf(report, `${done} of ${ids.length}, about ${duration(left)} left`));
  };
  const reports = await verifyAll({ ids, withMutants, jobs, onQuestion });
  const problems = setProblems();
  problems.push(
    ...drifted().map((name) => `exercises/${name}.ipynb is not what solutions/ gives: npm run exercises`),
  );
  problems.push(...studentLeaks());
  if (sandbox) problems.push(...(await sandboxProblems(ids, jobs)));
  const total = problems.length + reports.reduce((sum, report) => sum + report.problems.length, 0);
  if (json) console.log(JSON.stringify({ questions: reports, problems }));
  else
    console.log(
      [...problems, total === 0 ? `All ${reports.length} questions hold.` : `${total} problems.`].join("\n"),
    );
  return total === 0 ? 0 : 1;
}

function lineOf(
  { id, kind, points, wrong, right, mutants, equivalent, problems }: QuestionReport,
  left: string,
): string {
  const counts =
    kind === "prose"
      ? "a person marks it"
      : `${wrong} wrong answers, ${right} other right ones, ${mutants} small changes (${equivalent} make no difference)`;
  const sign = problems.length === 0 ? "✓" : "✗";
  return [
    `${sign} ${id}, ${points} points: ${counts}  [${left}]`,
    ...problems.map((problem) => `    ${problem}`),
  ].join("\n");
}

function studentLeaks(): string[] {
  const folders = ["exercises", "notebooks"] as const;
  return leaksOf(
    folders.flatMap((folder) => notebookNames(folder).map((name) => notebookPath(folder, name))),
  );
}

/** The same solutions where a class's answers run: what passes here must pass there. */
async function sandboxProblems(ids: readonly string[], jobs: number): Promise<string[]> {
  const judge = await startJudge({ jobs });
  try {
    const asked = questionSets.flatMap((set) => set.questions.map((question) => ({ set, question })));
    const problems = asked.map(async ({ set, question }) => {
      if (question.kind === "prose" || !ids.includes(question.id)) return [];
      const judged = await judge.grade(question, answerCode("solutions", set, question.id), learnerSeed);
      const [first] = judged.checks.filter(({ verdict }) => verdict !== "pass");
      if (judged.verdict === "pass") return [];
      return [
        `${question.id}: the solution fails in the sandbox: ${first?.name ?? ""}: ${first?.message ?? ""}`,
      ];
    });
    return (await Promise.all(problems)).flat();
  } finally {
    await judge.close();
  }
}
