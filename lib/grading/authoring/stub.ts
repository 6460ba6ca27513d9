/** What a learner gets in place of an answer. */
import ts from "typescript";
import { notAnswered } from "../../questions/live-values";
import { AuthoringError, regionsOf } from "./markers";
import type { Region } from "./markers";

const yourCode = "// your code";
const yourText = "*Write your answer here.*";

/**
 * A code cell with its answers taken out. Inside a function an answer becomes a line that throws; at the top level it becomes a
 * declaration of the name that the question wants, still undefined.
 *
 * @throws AuthoringError where there is no answer to take out, or the name is declared nowhere.
 */
export function codeStub(source: string, answer: string, where: string): string {
  const regions = regionsOf(source, "code", where);
  if (regions.length === 0) throw new AuthoringError(`${where}: an answer needs "// BEGIN SOLUTION".`);
  const lines = source.split("\n");
  for (const region of [...regions].reverse()) {
    const indent = /^\s*/.exec(lines[region.begin]!)![0];
    const stub = isInsideFunction(source, region)
      ? [yourCode, `throw new Error("${notAnswered}");`]
      : [yourCode, declarationStub(region, answer, where)];
    lines.splice(region.begin, region.end - region.begin + 1, ...stub.map((line) => indent + line));
  }
  return lines.join("\n");
}

/** A markdown cell with its answer taken out. */
export function proseStub(source: string, where: string): string {
  const regions = regionsOf(source, "markdown", where);
  if (regions.length === 0)
    throw new AuthoringError(`${where}: a prose answer needs "<!-- BEGIN SOLUTION -->".`);
  const lines = source.split("\n");
  for (const { begin, end } of [...regions].reverse()) lines.splice(begin, end - begin + 1, yourText);
  return lines.join("\n");
}

const parse = (text: string) => ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022, true);

function isInsideFunction(source: string, { begin }: Region): boolean {
  const file = parse(source);
  const place = source.split("\n").slice(0, begin).join("\n").length;
  const contains = (node: ts.Node): boolean =>
    (ts.isFunctionLike(node) && "body" in node && isAround(node.body, place)) ||
    ts.forEachChild(node, contains) === true;
  return contains(file);
}

const isAround = (node: ts.Node | undefined, place: number) =>
  node !== undefined && node.getStart() <= place && place < node.getEnd();

/** `const NAME = undefined;`; of an object the keys stay, so that the learner sees what is asked. */
function declarationStub({ lines }: Region, answer: string, where: string): string {
  for (const statement of parse(lines.join("\n")).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || name.text !== answer) continue;
      const keys =
        initializer && ts.isObjectLiteralExpression(initializer)
          ? initializer.properties.map((property) => `${property.name?.getText() ?? ""}: undefined`)
          : [];
      return `const ${answer} = ${keys.length > 0 ? `{ ${keys.join(", ")} }` : "undefined"};`;
    }
  }
  throw new AuthoringError(
    `${where}: the answer stands outside of a function and does not declare "const ${answer} = ...". ` +
      "Put the markers inside the function, or declare it between them.",
  );
}
