/** `ganbook exercises`: for authors. */
import { Command } from "commander";
import { drifted, writeExercises } from "../grading/authoring/write-exercises";

const examples = `
Examples:
  npm run exercises                       # write exercises/ from solutions/
  npx ganbook exercises --check           # say what differs, write nothing; exit code 1 where something does`;

export function exercisesCommand(): Command {
  return new Command("exercises")
    .option("--check", "write nothing; fail where exercises/ is not what solutions/ gives")
    .addHelpText("after", examples)
    .action(async ({ check }: { check?: boolean }) => {
      const names = check ? drifted() : await writeExercises();
      if (names.length === 0) return console.log("exercises/ is what solutions/ gives.");
      console.log(
        names.map((name) => `exercises/${name}.ipynb: ${check ? "differs" : "written"}`).join("\n"),
      );
      if (check) process.exitCode = 1;
    });
}
