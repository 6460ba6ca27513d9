/**
 * The cells of one answer -> one JavaScript program, by the compiler's own parser and printer.
 *
 * Like tslab's: a later cell sees what earlier cells declare and may declare it again (then the earlier cell's functions keep
 * theirs); top-level `await` works; all is strict. Unlike tslab's: nothing is type-checked, a cell that assigns to an
 * earlier cell's variable changes it for all, and nothing can be imported but what the question allows.
 *
 * Runs in a worker thread (reader.ts): a hostile text of 200 characters keeps the parser busy for minutes.
 */
import ts from "typescript";
import { whatIsAllowed } from "./allowed-imports";

export interface CompileRequest {
  given: readonly string[];
  cells: readonly string[];
  /** The name that the cells must declare. */
  answer: string;
  /** Names that the learner's cells may import from "ganbook". */
  imports: readonly string[];
}

/** A function expression of two parameters, or why there is none, in words for the learner. */
export type Compiled = { program: string } | { problem: string };

/** Names of the program's two parameters; a cell may declare them for itself. */
const LIBRARY = "__ganbook";
const REQUIRE = "require";

/** Says to the learner what is wrong with the text. */
class SourceProblem extends Error {}

export function compileCells({ given, cells, answer, imports }: CompileRequest): Compiled {
  try {
    const first = given.map((text, i) =>
      compileCell(text, { where: `given cell ${i + 1}`, imports, isGiven: true }),
    );
    const rest = cells.map((text, i) =>
      compileCell(text, { where: `cell ${i + 1}`, imports, isGiven: false }),
    );
    if (!rest.some(({ declared }) => declared.has(answer))) {
      throw new SourceProblem(
        `The answer's cells do not declare "${answer}". Keep the name that the exercise gives.`,
      );
    }
    return {
      program: nest(
        [...first, ...rest].map(({ text }) => text),
        answer,
      ),
    };
  } catch (error) {
    if (error instanceof SourceProblem) return { problem: error.message };
    if (error instanceof RangeError) return { problem: "The answer's code is nested too deep to be read." };
    return { problem: `The answer's code cannot be compiled: ${String(error).slice(0, 200)}` };
  }
}

/** Each cell is a function inside the one before it: so it sees that one's names, and may declare them again. */
function nest(cells: readonly string[], answer: string): string {
  const innermost = `return [${answer}];`;
  const body = cells.reduceRight(
    (inner, cell, i) =>
      `${cell}\n${i === cells.length - 1 ? inner : `return await (async () => {\n${inner}\n})();`}`,
    innermost,
  );
  return `(async (${LIBRARY}, ${REQUIRE}) => {\n"use strict";\nreturn await (async () => {\n${body}\n})();\n})`;
}

interface CellOptions {
  /** For messages: "cell 2". */
  where: string;
  imports: readonly string[];
  /** The teacher's cells may import more for other questions; here that is undefined. */
  isGiven: boolean;
}

/** A cell while it is compiled. */
interface Cell extends CellOptions {
  /** Collects the names that it declares or imports. */
  declared: Set<string>;
}

function compileCell(text: string, options: CellOptions): { text: string; declared: Set<string> } {
  const declared = new Set<string>();
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: "cell.ts",
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleDetection: ts.ModuleDetectionKind.Force, // so that a top-level await is one
      verbatimModuleSyntax: true,
      experimentalDecorators: true,
      removeComments: true,
      newLine: ts.NewLineKind.LineFeed,
    },
    transformers: {
      before: [(context) => (file) => asFunctionBody(file, context, { ...options, declared })],
    },
  });
  const [first] = diagnostics;
  if (first !== undefined) throw new SourceProblem(syntaxError(first, text, options.where));
  return { text: outputText, declared };
}

function syntaxError({ start = 0, messageText }: ts.Diagnostic, text: string, where: string): string {
  const line = text.slice(0, start).split("\n").length;
  return `The code cannot be read: ${where}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, " ").slice(0, 200)}`;
}

/** Imports become constants at the top, exports become plain declarations: what may stand in a function. */
function asFunctionBody(file: ts.SourceFile, context: ts.TransformationContext, cell: Cell): ts.SourceFile {
  const imported: ts.Statement[] = [];
  const others: ts.Statement[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) imported.push(...importAsConstants(statement, cell));
    else if (ts.isImportEqualsDeclaration(statement)) imported.push(importEqualsAsConstant(statement, cell));
    else if (ts.isExportDeclaration(statement)) checkReExport(statement, cell);
    else if (ts.isExportAssignment(statement))
      others.push(ts.factory.createExpressionStatement(statement.expression));
    else others.push(withoutExport(statement, context));
  }
  others.forEach((statement) => declaredBy(statement).forEach((name) => cell.declared.add(name)));
  const plain = others.map((statement) => withoutDynamicImports(statement, context));
  const body = ts.factory.updateSourceFile(file, [...imported, ...plain]);
  // Else the printer adds `export {}`, to keep a module a module.
  (body as { externalModuleIndicator?: unknown }).externalModuleIndicator = undefined;
  return body;
}

function importAsConstants(node: ts.ImportDeclaration, cell: Cell): ts.Statement[] {
  const clause = node.importClause;
  if (clause?.isTypeOnly) return [];
  checkModule(node.moduleSpecifier, cell);
  const wholes: ts.Identifier[] = clause?.name === undefined ? [] : [clause.name];
  const bindings = clause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) wholes.push(bindings.name);
  const named = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
  const elements = named.filter(({ isTypeOnly }) => !isTypeOnly);
  for (const { name, propertyName } of elements) checkName((propertyName ?? name).text, cell);
  for (const { text } of [...wholes, ...elements.map(({ name }) => name)]) cell.declared.add(text);
  const { factory } = ts;
  const pattern = factory.createObjectBindingPattern(
    elements.map(({ name, propertyName }) =>
      factory.createBindingElement(undefined, propertyName, name.text),
    ),
  );
  return [...wholes.map(({ text }) => constant(text)), ...(elements.length > 0 ? [constant(pattern)] : [])];
}

function importEqualsAsConstant(node: ts.ImportEqualsDeclaration, cell: Cell): ts.Statement {
  const reference = node.moduleReference;
  if (!ts.isExternalModuleReference(reference)) {
    throw new SourceProblem(
      `${cell.where}: write \`const ${node.name.text} = ...\` instead of \`import ... = ...\`.`,
    );
  }
  checkModule(reference.expression, cell);
  cell.declared.add(node.name.text);
  return constant(node.name.text);
}

/** `const NAME = ganbook;` */
function constant(name: string | ts.BindingName): ts.Statement {
  const { factory } = ts;
  const declaration = factory.createVariableDeclaration(
    name,
    undefined,
    undefined,
    factory.createIdentifier(LIBRARY),
  );
  return factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
  );
}

function checkModule(specifier: ts.Expression, { where, imports }: CellOptions): void {
  const name = ts.isStringLiteralLike(specifier) ? specifier.text : "?";
  if (name === "ganbook") return;
  throw new SourceProblem(`${where} imports "${name}". ${whatIsAllowed(imports)}`);
}

function checkName(name: string, { where, imports, isGiven }: CellOptions): void {
  if (isGiven || imports.includes(name)) return;
  throw new SourceProblem(`${where} imports ${name}. ${whatIsAllowed(imports)}`);
}

function checkReExport({ moduleSpecifier, exportClause }: ts.ExportDeclaration, options: CellOptions): void {
  if (moduleSpecifier === undefined) return;
  checkModule(moduleSpecifier, options);
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return;
  for (const { name, propertyName } of exportClause.elements) checkName((propertyName ?? name).text, options);
}

/** A declaration without `export` and `default`. */
function withoutExport(statement: ts.Statement, context: ts.TransformationContext): ts.Statement {
  if (ts.isModuleDeclaration(statement)) {
    throw new SourceProblem("A namespace cannot be declared in an answer. Use an object.");
  }
  const isDeclaration = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  if (isDeclaration && statement.name === undefined) return ts.factory.createEmptyStatement();
  const dropped = [ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword];
  return ts.visitEachChild(statement, (child) => (dropped.includes(child.kind) ? undefined : child), context);
}

/** `import("x")` -> `(async () => require("x"))()`: the program is no module, and has no other way to load one. */
function withoutDynamicImports(node: ts.Statement, context: ts.TransformationContext): ts.Statement {
  const visit = (inner: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(inner, visit, context);
    const isImport = ts.isCallExpression(visited) && visited.expression.kind === ts.SyntaxKind.ImportKeyword;
    return isImport ? laterRequire(visited.arguments) : visited;
  };
  return visit(node) as ts.Statement;
}

function laterRequire(names: readonly ts.Expression[]): ts.Expression {
  const { factory } = ts;
  const required = factory.createCallExpression(factory.createIdentifier(REQUIRE), undefined, names);
  const asynchronous = factory.createModifiersFromModifierFlags(ts.ModifierFlags.Async);
  const arrow = factory.createArrowFunction(asynchronous, undefined, [], undefined, undefined, required);
  return factory.createCallExpression(factory.createParenthesizedExpression(arrow), undefined, []);
}

function declaredBy(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => boundBy(name));
  const isNamed = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node);
  return isNamed && node.name !== undefined ? [node.name.text] : [];
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundBy(element.name) : []));
}
