/** Takes out of an answer's cell what does not belong to the answer: calls of the course's tools, other answers. */
import type { Statement } from "./statements";

export interface CutRules {
  /** Names of the answers of other questions. */
  others: ReadonlySet<string>;
}

export interface Kept {
  /** The cell as it is sent on. */
  source: string;
  statements: readonly Statement[];
  repairs: string[];
}

/** What a learner calls beside an answer; nobody answers there when it is graded. */
const TOOLS = new Set(["check", "hint", "progress"]);

/** A cell in which nothing is foreign stays as it is, to the letter. */
export function cutForeign(source: string, statements: readonly Statement[], { others }: CutRules): Kept {
  const isTool = ({ calls }: Statement) => calls !== undefined && TOOLS.has(calls);
  const isOther = ({ declares, isImport }: Statement) =>
    !isImport && declares.some((name) => others.has(name));
  const kept = statements.filter((one) => !isTool(one) && !isOther(one));
  const isToolImport = ({ isImport, declares }: Statement) =>
    isImport && declares.some((name) => TOOLS.has(name));
  if (kept.length === statements.length && !kept.some(isToolImport))
    return { source, statements, repairs: [] };
  const repairs: string[] = [];
  if (statements.some(isTool))
    repairs.push("Calls of check(), hint() or progress() beside the answer were left out.");
  if (statements.some(isOther)) {
    repairs.push("Several answers stood in one cell; each was graded by itself.");
  }
  const reduced = withUsedImports(kept);
  return { source: reduced.map(({ text }) => text).join("\n"), statements: reduced, repairs };
}

/** Of each import only the names that these statements use. */
export function withUsedImports(
  statements: readonly Statement[],
  users: readonly Statement[] = statements,
): Statement[] {
  const used = new Set(users.flatMap((one) => (one.isImport ? [] : [...one.uses])));
  return statements.flatMap((one) => {
    if (one.importing === undefined || one.declares.every((name) => used.has(name))) return one;
    return one.importing((name) => used.has(name)) ?? [];
  });
}
