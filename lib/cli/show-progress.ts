/** `ganbook progress`: how far a learner is. */
import { join } from "node:path";
import { Command } from "commander";
import { cloneFolder } from "../datasets/data-folder";
import { attemptsFile } from "../questions/attempts";
import { progressFigure, progressOf } from "../questions/progress-figure";

const examples = `
Examples:
  npx ganbook progress
  npx ganbook progress --json`;

export function progressCommand(): Command {
  return new Command("progress")
    .option("--json", "print the result as one line of JSON")
    .addHelpText("after", examples)
    .action(({ json }: { json?: boolean }) => {
      const file = attemptsFile(join(cloneFolder(), "work"));
      if (!json) return console.log(progressFigure(file).bundle["text/plain"]);
      const questions = progressOf(file).map(({ question, ...rest }) => ({
        id: question.id,
        ...rest,
        maxPoints: question.points,
      }));
      console.log(JSON.stringify({ questions }));
    });
}
