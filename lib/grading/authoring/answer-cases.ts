/**
 * Reads test/exercises/CHAPTER/QUESTION.md: wrong answers with the check that is meant to catch each, other right answers, and
 * changes of the solution that make no difference.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cloneFolder } from "../../datasets/data-folder";
import { AuthoringError } from "./markers";

export interface WrongAnswer {
  /** The misconception, in words. */
  name: string;
  caughtBy: string;
  code: string;
}

export interface AnswerCases {
  wrong: WrongAnswer[];
  right: { name: string; code: string }[];
  /** Mutants of the solution that compute the same. */
  equivalent: { from: string; to: string; reason: string }[];
}

export const casesPath = (id: string): string => join(cloneFolder(), "test/exercises", `${id}.md`);

/**
 * @param solution Text of the answer's cell, which the changes of a case are made in.
 * @throws AuthoringError that names the file and the case.
 */
export function readCases(id: string, solution: string): AnswerCases {
  const path = casesPath(id);
  if (!existsSync(path)) throw new AuthoringError(`${path} is missing: the wrong answers of ${id}.`);
  const cases: AnswerCases = { wrong: [], right: [], equivalent: [] };
  for (const section of readFileSync(path, "utf8").split(/^## /m).slice(1)) {
    const [title = ""] = section.split("\n");
    const where = `test/exercises/${id}.md, "${title}"`;
    if (title === "Equivalent") cases.equivalent.push(...equivalents(section, where));
    else if (title.startsWith("Right: "))
      cases.right.push({ name: title.slice(7), code: codeOf(section, solution, where) });
    else if (title.startsWith("Wrong: ")) cases.wrong.push(wrongAnswer(section, solution, where));
    else
      throw new AuthoringError(`${where}: a title begins with "Wrong: " or "Right: ", or is "Equivalent".`);
  }
  return cases;
}

function wrongAnswer(section: string, solution: string, where: string): WrongAnswer {
  const caughtBy = /^Caught by: (.+)$/m.exec(section)?.[1]?.trim();
  if (caughtBy === undefined)
    throw new AuthoringError(`${where}: "Caught by: NAME OF THE CHECK" is missing.`);
  return { name: section.split("\n")[0]!.slice(7), caughtBy, code: codeOf(section, solution, where) };
}

/** A whole cell in a ts block, or changes of the solution in diff blocks. */
function codeOf(section: string, solution: string, where: string): string {
  const whole = /^```ts\n([\s\S]*?)^```$/m.exec(section);
  if (whole) return whole[1]!.trimEnd();
  const changes = [...section.matchAll(/^```diff\n([\s\S]*?)^```$/gm)];
  if (changes.length === 0) throw new AuthoringError(`${where}: neither a ts block nor a diff block.`);
  return changes.reduce((text, [, block]) => changed(text, block!, where), solution);
}

/** "- OLD" and "+ NEW": a text that occurs once in the solution is replaced. Space at the start of lines does not count. */
function changed(text: string, block: string, where: string): string {
  const part = (sign: string) =>
    block
      .split("\n")
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1).trim());
  const [from, to] = [part("-"), part("+")];
  const pattern = new RegExp(
    from.map((line) => line.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")).join("\\n\\s*"),
    "g",
  );
  const found = from.join("") === "" ? 0 : [...text.matchAll(pattern)].length;
  if (found !== 1)
    throw new AuthoringError(
      `${where}: "${from.join("\n")}" occurs ${found} times in the solution, not once.`,
    );
  return text.replace(pattern, () => to.join("\n"));
}

function equivalents(section: string, where: string): AnswerCases["equivalent"] {
  return section
    .split("\n")
    .filter((line) => line.startsWith("- "))
    .map((line) => {
      const [, from, to, reason] = /^- `(.+?)` → `(.*?)`: (.+)$/.exec(line) ?? [];
      if (from === undefined || to === undefined || reason === undefined)
        throw new AuthoringError(`${where}: "${line}" should read - \`FROM\` → \`TO\`: why it is the same.`);
      return { from, to, reason };
    });
}
