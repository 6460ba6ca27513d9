/** The statements of a cell at its top level, by the compiler's own parser. Cells are cut between statements only. */
import ts from "typescript";

export interface Statement {
  /** As it stands in the cell, with the comments above it. */
  text: string;
  /** Names that it declares or imports. */
  declares: readonly string[];
  /** Names that it takes from outside. One that it also declares somewhere inside is left out. */
  uses: ReadonlySet<string>;
  /** Name of the function, where the statement is nothing but a call (awaited or not). */
  calls: string | undefined;
  /** Of an import with names in braces: the same with some of the names only; undefined when none is left. */
  importing: ((keep: (name: string) => boolean) => Statement | undefined) | undefined;
  isImport: boolean;
  /** Whether something is computed when it stands there, and not only declared. */
  isComputed: boolean;
}

/** Longer cells are handed on as they are. */
const MAX_LENGTH = 200_000;

let mayParse: () => boolean = () => true;

/** Asks before each text whether it is to be parsed: in the judge's thread, some texts took too long before. */
export function guardParsing(ask: () => boolean): void {
  mayParse = ask;
}

/** @returns Undefined where the cell has a syntax error, or is not to be looked into. */
export function statementsOf(source: string): Statement[] | undefined {
  if (source.length > MAX_LENGTH || !mayParse()) return undefined;
  try {
    // The added line makes it a module, in which a top-level await is one.
    const file = ts.createSourceFile("cell.ts", `${source}\nexport {};`, ts.ScriptTarget.Latest, true);
    const { parseDiagnostics } = file as ts.SourceFile & { parseDiagnostics?: readonly unknown[] };
    if (parseDiagnostics === undefined || parseDiagnostics.length > 0) return undefined;
    return file.statements.slice(0, -1).map((node) => describe(node, file));
  } catch {
    return undefined; // nested deeper than the parser's stack
  }
}

function describe(node: ts.Statement, file: ts.SourceFile): Statement {
  const isOnlyDeclared =
    ts.isImportDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node);
  return {
    text: file.text.slice(node.getFullStart(), node.end).replace(/^\n+/, ""),
    declares: declaredBy(node),
    uses: usedBy(node),
    calls: calledBy(node),
    importing: ts.isImportDeclaration(node) ? narrower(node) : undefined,
    isImport: ts.isImportDeclaration(node),
    isComputed: !isOnlyDeclared,
  };
}

function usedBy(node: ts.Statement): Set<string> {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner)) (isDeclaredName(inner) ? declared : used).add(inner.text);
    ts.forEachChild(inner, (child) => {
      if (!isPropertyName(child)) visit(child);
    });
  };
  visit(node);
  return new Set([...used].filter((name) => !declared.has(name)));
}

/** The name of a variable, parameter, function, class or type. */
function isDeclaredName(name: ts.Identifier): boolean {
  const { parent } = name;
  const isDeclaration =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassLike(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isTypeParameterDeclaration(parent);
  return isDeclaration && parent.name === name;
}

/** `b` in `a.b`, in `{ b: 1 }` and in `{ b() {} }`, which no declaration elsewhere gives. */
function isPropertyName(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) &&
      parent.name === node &&
      ts.isIdentifier(node))
  );
}

function declaredBy(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.flatMap(({ name }) => boundBy(name));
  }
  if (ts.isImportDeclaration(node)) return importedBy(node.importClause);
  const isDeclaration =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node);
  return isDeclaration && node.name !== undefined ? [node.name.text] : [];
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundBy(element.name) : []));
}

function importedBy(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named =
    bindings === undefined
      ? []
      : ts.isNamespaceImport(bindings)
        ? [bindings.name.text]
        : bindings.elements.map(({ name }) => name.text);
  return clause?.name === undefined ? named : [clause.name.text, ...named];
}

function calledBy(node: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(node)) return undefined;
  let { expression } = node;
  while (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression))
    expression = expression.expression;
  return ts.isCallExpression(expression) && ts.isIdentifier(expression.expression)
    ? expression.expression.text
    : undefined;
}

function narrower(node: ts.ImportDeclaration): Statement["importing"] {
  const bindings = node.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings) || node.importClause?.name !== undefined)
    return undefined;
  return (keep) => {
    const kept = bindings.elements.filter(({ name }) => keep(name.text));
    if (kept.length === 0) return undefined;
    const names = kept.map((element) => element.getText()).join(", ");
    return statementsOf(`import { ${names} } from ${node.moduleSpecifier.getText()};`)?.[0];
  };
}
