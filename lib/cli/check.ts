/** `ganbook check`: an exercise notebook, as `check()` does in it. */
import { Command } from "commander";
import type { CheckedFile } from "../grading/learner/check-file";
import type { Judge, SandboxLevel } from "../grading/types";
import { sum } from "../questions/draw";
import { pointsEarned } from "../questions/run-checks";
import { pointsText } from "../questions/verdict-words";
import { printable } from "./printable";

interface Flags {
  question?: string;
  json?: boolean;
  unsafeNoSandbox?: boolean;
}

const help = `
The answers run in a sandbox, never in this process, with the same checks and the same words as in the notebook. Each
question stands for itself: it sees the cells that the exercise gives for it, and no others.

Exit codes: 0 all passed, 1 something did not pass or broke, 2 the command cannot be followed.

Examples:
  npx ganbook check work/exercises/05-dcgan.ipynb
  npx ganbook check work/exercises/05-dcgan.ipynb --question losses
  npx ganbook check work/exercises/05-dcgan.ipynb --json`;

export function checkCommand(): Command {
  return new Command("check")
    .argument("<file>", "an exercise notebook")
    .option("--question <word>", "only the questions with this in their id")
    .option("--json", "print the result as one line of JSON")
    .option("--unsafe-no-sandbox", "run your own answers with all your rights, where no sandbox can be had")
    .addHelpText("after", help)
    .action(async (file: string, flags: Flags) => {
      process.exitCode = await runCheck(file, flags);
    });
}

async function runCheck(file: string, { question = "", json, unsafeNoSandbox }: Flags): Promise<number> {
  const { checkFile, exerciseOf } = await import("../grading/learner/check-file");
  exerciseOf(file); // before a sandbox is started for nothing
  const judge = await openJudge(unsafeNoSandbox);
  try {
    const checked = await checkFile(file, judge, {
      wants: (id) => id.includes(question),
      onAnswer: ({ text, repairs }) => {
        if (!json)
          console.log(
            [printable(text), ...repairs.map((repair) => `  (${printable(repair)})`), ""].join("\n"),
          );
      },
    });
    if (checked.answers.length === 0)
      throw new RangeError(`${file} has no question with "${question}" in its id.`);
    if (json) console.log(JSON.stringify(asJson(file, checked, judge.level)));
    else console.log(summaryOf(checked, judge.level));
    return checked.answers.every(({ verdict }) => verdict === "pass" || verdict === "to-mark") ? 0 : 1;
  } finally {
    await judge.close();
  }
}

/** One answer at a time: a learner reads them in order. */
export async function openJudge(unsafe?: boolean): Promise<Judge> {
  const { startJudge } = await import("../grading/judge/judge");
  return startJudge({ jobs: 1, ...(unsafe ? { unsafe } : {}) });
}

export const levelNote = (level: SandboxLevel): string =>
  level === "none" ? " These answers ran WITHOUT a sandbox, with all your rights." : "";

function summaryOf({ answers, repairs }: CheckedFile, level: SandboxLevel): string {
  const checked = answers.filter(({ judged }) => judged !== undefined);
  const passed = checked.filter(({ verdict }) => verdict === "pass").length;
  const points = sum(checked.map(({ judged }) => pointsEarned(judged!.checks)));
  const most = sum(checked.map(({ question }) => question.points));
  const notes = repairs.map((repair) => `(${printable(repair)})\n`).join("");
  return `${notes}${passed} of ${checked.length} passed, ${pointsText(points)} of ${most} points.${levelNote(level)}`;
}

function asJson(file: string, { set, answers, repairs }: CheckedFile, sandbox: SandboxLevel) {
  const questions = answers.map(({ question, verdict, judged, repairs: own }) => ({
    id: question.id,
    title: question.title,
    kind: question.kind,
    verdict,
    points: pointsEarned(judged?.checks ?? []),
    maxPoints: question.points,
    checks: judged?.checks ?? [],
    output: judged?.output ?? "",
    repairs: own,
  }));
  return { file, notebook: set.notebook, sandbox, questions, repairs };
}
