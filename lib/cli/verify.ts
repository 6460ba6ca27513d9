/** `ganbook verify`: are the exercises what their authors promise? */
import { Command } from "commander";
import { notebookNames, notebookPath } from "../grading/authoring/course-files";
import { leaksOf } from "../grading/authoring/release";
import { answerCode, verifyQuestions } from "../grading/authoring/verify";
import type { QuestionReport } from "../grading/authoring/verify";
import { drifted } from "../grading/authoring/write-exercises";
import { questionSets } from "../questions/all";
import { learnerSeed } from "../questions/check";
import { openJudge } from "./check";
import { duration } from "./progress";

interface Flags {
  question?: string;
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
  npx ganbook verify --question losses --no-sandbox`;

export function verifyCommand(): Command {
  return new Command("verify")
    .option("--question <word>", "only the questions with this in their id")
    .option("--no-mutants", "leave out the small changes, which take most of the time")
    .option("--no-sandbox", "leave out the judge's sandbox")
    .option("--json", "print the result as one line of JSON")
    .addHelpText("after", help)
    .action(async (flags: Flags) => {
      process.exitCode = await runVerify(flags);
    });
}

async function runVerify({ question: only, mutants, sandbox, json }: Flags): Promise<number> {
  const total = questionSets.flatMap(({ questions }) =>
    questions.filter(({ id }) => id.includes(only ?? "")),
  ).length;
  if (total === 0) throw new RangeError(`No question has "${only ?? ""}" in its id.`);
  const start = performance.now();
  let done = 0;
  const { reports, problems } = await verifyQuestions({
    only,
    withMutants: mutants,
    onQuestion(report) {
      const left = ((performance.now() - start) / 1000 / ++done) * (total - done);
      if (!json) console.log(lineOf(report, `${done} of ${total}, about ${duration(left)} left`));
    },
  });
  problems.push(
    ...drifted().map((name) => `exercises/${name}.ipynb is not what solutions/ gives: npm run exercises`),
  );
  problems.push(...studentLeaks());
  if (sandbox) problems.push(...(await sandboxProblems(only)));
  const count = problems.length + reports.reduce((sum, report) => sum + report.problems.length, 0);
  if (json) console.log(JSON.stringify({ questions: reports, problems }));
  else
    console.log(
      [...problems, count === 0 ? `All ${reports.length} questions hold.` : `${count} problems.`].join("\n"),
    );
  return count === 0 ? 0 : 1;
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
async function sandboxProblems(only = ""): Promise<string[]> {
  const judge = await openJudge();
  const problems: string[] = [];
  try {
    for (const set of questionSets) {
      for (const question of set.questions) {
        if (question.kind === "prose" || !question.id.includes(only)) continue;
        const judged = await judge.grade(question, answerCode("solutions", set, question.id), learnerSeed);
        const [first] = judged.checks.filter(({ verdict }) => verdict !== "pass");
        if (judged.verdict !== "pass")
          problems.push(
            `${question.id}: the solution fails in the sandbox: ${first?.name ?? ""}: ${first?.message ?? ""}`,
          );
      }
    }
  } finally {
    await judge.close();
  }
  return problems;
}
