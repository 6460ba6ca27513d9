/** What an answer uses and the learner wrote into cells of their own: helpers, constants, imports. */
import { cutForeign, withUsedImports } from "./cut";
import type { CutRules, Kept } from "./cut";
import type { KnownCell } from "./recognise";
import type { Statement } from "./statements";

interface Context extends CutRules {
  /** Name of the answer. */
  answer: string;
  /** Names that the question's answer may import. */
  imports: readonly string[];
  /** All cells; imports are taken from any of them. */
  cells: readonly KnownCell[];
  repairs: string[];
}

/**
 * @param cells The learner's own cells and the further ones that carry this question's label, in order.
 * @returns The answer's cells: what is needed first, the answer last.
 */
export function withHelpers(answer: Kept, cells: readonly KnownCell[], context: Context): string[] {
  const parts = cells.filter((cell) => cell.is !== undefined && !declaresAny(cell, answer.statements));
  const whole = parts.flatMap((cell) => {
    const statements = cell.statements();
    if (statements !== undefined) return { cell, kept: cutForeign(cell.source, statements, context) };
    context.repairs.push("A damaged cell beside the answer was left out.");
    return [];
  });
  if (whole.length > 0) {
    context.repairs.push(`The answer was split over ${whole.length + 1} cells; all were taken.`);
  }
  const known = [...answer.statements, ...whole.flatMap(({ kept }) => kept.statements)];
  const found = needed(
    known,
    cells.filter((cell) => cell.is === undefined),
    context,
  );
  const names = [...new Set(found.flatMap(({ declares }) => declares))];
  if (names.length > 0) {
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    context.repairs.push(
      `Taken along from other cells, because the answer uses it: ${names.slice(0, MOST_NAMES).join(", ")}${more}.`,
    );
  }
  const helpers = found.map(({ text }) => text).join("\n");
  return [helpers, ...whole.map(({ kept }) => kept.source), answer.source].filter(
    (text) => text.trim() !== "",
  );
}

const MOST_NAMES = 12;

function declaresAny(cell: KnownCell, statements: readonly Statement[]): boolean {
  const declared = new Set(statements.flatMap(({ declares }) => declares));
  return (cell.statements() ?? []).some((one) => one.declares.some((name) => declared.has(name)));
}

/** The declarations in these cells that the statements use, and those that these use, in their order. */
function needed(
  statements: readonly Statement[],
  cells: readonly KnownCell[],
  context: Context,
): Statement[] {
  const offered = [...importsIn(context), ...cells.flatMap((cell) => offeredBy(cell, context))];
  const declared = new Set(statements.flatMap(({ declares }) => declares));
  const taken = new Set<Statement>();
  const open = statements.flatMap(({ uses }) => [...uses]);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const wanted = name;
    if (declared.has(wanted)) continue;
    declared.add(wanted);
    const one = offered.filter(({ declares }) => declares.includes(wanted)).pop(); // the last one counts
    if (one === undefined) continue;
    taken.add(one);
    open.push(...one.uses);
  }
  const list = offered.filter((one) => taken.has(one));
  return withUsedImports(list, [...list, ...statements]);
}

/** Of the learner's own cell: no answer of a question, and nothing that is computed from this answer. */
function offeredBy(cell: KnownCell, { others, answer }: Context): Statement[] {
  return (cell.statements() ?? []).filter(
    ({ isImport, declares, isComputed, uses }) =>
      !isImport && !declares.some((name) => others.has(name)) && !(isComputed && uses.has(answer)),
  );
}

/** In a notebook an import serves all cells below it. Only what the question allows is taken. */
function importsIn({ cells, imports }: Context): Statement[] {
  const all = cells.flatMap((cell) => (cell.kind === "code" ? (cell.statements() ?? []) : []));
  return all.flatMap((one) => one.importing?.((name) => imports.includes(name)) ?? []);
}
