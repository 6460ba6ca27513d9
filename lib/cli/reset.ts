/** `ganbook reset`: begin a question again. */
import { relative } from "node:path";
import { Command } from "commander";
import { resetQuestion } from "../grading/learner/reset-question";

const examples = `
The old answer is not lost: it is written to a file beside the notebook. Where the notebook is open, reload it.

Examples:
  npx ganbook reset dcgan/losses
  npx ganbook reset dcgan/losses --file my-copy.ipynb`;

export function resetCommand(): Command {
  return new Command("reset")
    .argument("<question>", "id of a question")
    .option("--file <notebook>", "another notebook than the one in work/exercises")
    .option("--json", "print the result as one line of JSON")
    .addHelpText("after", examples)
    .action(async (question: string, { file, json }: { file?: string; json?: boolean }) => {
      const { notebook, kept } = await resetQuestion(question, file);
      if (json) return console.log(JSON.stringify({ question, notebook, kept: kept ?? null }));
      const shown = (path: string) => relative(process.cwd(), path) || path;
      console.log(
        kept === undefined
          ? `${question} in ${shown(notebook)} is as it was handed out.`
          : `${question} in ${shown(notebook)} is as it was handed out. Your old answer: ${shown(kept)}`,
      );
    });
}
