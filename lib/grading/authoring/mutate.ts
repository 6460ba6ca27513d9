/** Small changes to a right answer, each of which should fail a check. */
import ts from "typescript";
import { regionsOf } from "./markers";

export interface Mutant {
  /** Line in the cell, from 1. */
  line: number;
  from: string;
  to: string;
  code: string;
}

const operators: Partial<Record<ts.SyntaxKind, string[]>> = {
  [ts.SyntaxKind.PlusToken]: ["-"],
  [ts.SyntaxKind.MinusToken]: ["+"],
  [ts.SyntaxKind.AsteriskToken]: ["/"],
  [ts.SyntaxKind.SlashToken]: ["*"],
  [ts.SyntaxKind.AsteriskAsteriskToken]: ["*"],
  [ts.SyntaxKind.LessThanToken]: ["<=", ">"],
  [ts.SyntaxKind.LessThanEqualsToken]: ["<"],
  [ts.SyntaxKind.GreaterThanToken]: [">=", "<"],
  [ts.SyntaxKind.GreaterThanEqualsToken]: [">"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ["!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ["==="],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ["||"],
  [ts.SyntaxKind.BarBarToken]: ["&&"],
  [ts.SyntaxKind.PlusEqualsToken]: ["-=", "="],
  [ts.SyntaxKind.MinusEqualsToken]: ["+="],
};

/** In these a term may be dropped: what is left is still a number. */
const droppable = [
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
];

const methods: Record<string, string> = {
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
  some: "every",
  every: "some",
  sin: "cos",
  add: "sub",
  sub: "add",
  mul: "div",
  div: "mul",
};

/** All mutants of the answers in a cell of solutions/. */
export function mutantsOf(source: string, where: string): Mutant[] {
  const regions = regionsOf(source, "code", where);
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line;
    if (regions.some(({ begin, end }) => line > begin && line < end)) {
      for (const [part, to] of changesOf(node)) {
        const code = source.slice(0, part.getStart()) + to + source.slice(part.getEnd());
        found.push({
          line: line + 1,
          ...shown(ts.isNumericLiteral(node) ? node.parent : node, part, to),
          code,
        });
      }
    }
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The whole expression before and after, so that a reader sees what was changed. */
function shown(node: ts.Node, part: ts.Node, to: string): { from: string; to: string } {
  const text = node.getText();
  const start = part.getStart() - node.getStart();
  const flat = (long: string) => long.replace(/\s+/g, " ");
  return {
    from: flat(text),
    to: flat(text.slice(0, start) + to + text.slice(start + part.getText().length)),
  };
}

type Change = [part: ts.Node, to: string];

function changesOf(node: ts.Node): Change[] {
  if (ts.isBinaryExpression(node)) return binaryChanges(node);
  if (ts.isNumericLiteral(node)) return numberChanges(node);
  if (ts.isStringLiteral(node) && !ts.isImportDeclaration(node.parent))
    return [[node, JSON.stringify(`${node.text}?`)]];
  if (ts.isPrefixUnaryExpression(node) && /^[-!]/.test(node.getText()))
    return [[node, node.operand.getText()]];
  if (ts.isConditionalExpression(node))
    return [
      [node, `(${node.whenTrue.getText()})`],
      [node, `(${node.whenFalse.getText()})`],
    ];
  if (
    ts.isPropertyAccessExpression(node) &&
    ts.isCallExpression(node.parent) &&
    node.parent.expression === node
  ) {
    const other = methods[node.name.text];
    return other === undefined ? [] : [[node.name, other]];
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, "false"]];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, "true"]];
  return [];
}

function binaryChanges({ left, operatorToken, right, parent }: ts.BinaryExpression): Change[] {
  const swaps = (operators[operatorToken.kind] ?? []).map((to): Change => [operatorToken, to]);
  if (!droppable.includes(operatorToken.kind)) return swaps;
  const whole = left.parent;
  const both: Change[] = [
    [whole, left.getText()],
    [whole, right.getText()],
  ];
  return ts.isPropertyAccessExpression(parent) ? swaps : [...swaps, ...both];
}

function numberChanges(node: ts.NumericLiteral): Change[] {
  const value = Number(node.text);
  return Number.isInteger(value)
    ? [
        [node, String(value + 1)],
        [node, value === 0 ? "2" : String(value - 1)],
      ]
    : [[node, String(value * 2)]];
}
