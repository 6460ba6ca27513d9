/** `ganbook release`: the course as students get it. */
import { resolve } from "node:path";
import { Command } from "commander";
import { release } from "../grading/authoring/release";

const help = `
Left behind: solutions/, test/ (it holds wrong answers and right ones), the history, everything built or downloaded.
Before anything is written, every file is searched for the text of an answer. The questions and their checks are part of
the package, as check() needs them; their inputs are drawn anew from your own seed when you grade.

Examples:
  npx ganbook release ../gan-course-students`;

export function releaseCommand(): Command {
  return new Command("release")
    .argument("<out>", "folder to write; it must not be there yet")
    .option("--json", "print the result as one line of JSON")
    .addHelpText("after", help)
    .action((out: string, { json }: { json?: boolean }) => {
      const { files, bytes } = release(resolve(out));
      if (json) return console.log(JSON.stringify({ out, files, bytes }));
      console.log(
        `${out}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB. Students type \`npm start\` in it.`,
      );
    });
}
