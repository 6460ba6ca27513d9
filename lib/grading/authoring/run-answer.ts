/**
 * Runs the course's own answers in this process: solutions, and the wrong answers that authors wrote down. Never a learner's:
 * those go to the judge's sandbox.
 */
import { createRequire, isBuiltin } from "node:module";
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { tf } from "../../engine/tf";
import { currentEngine, useEngine } from "../../engine/use-engine";
import { learnerSeed } from "../../questions/check";
import { answerThrew } from "../../questions/live-values";
import { localSubject } from "../../questions/local-subject";
import { runChecks } from "../../questions/run-checks";
import type { CheckResult } from "../../questions/run-checks";
import type { CheckedQuestion } from "../../questions/types";
import { bundleLibrary } from "../judge/bundle";
import { compileCells } from "../judge/compile-cells";
import type { CompileRequest } from "../judge/compile-cells";
import { failedBefore } from "../judge/grade-answer";
import type { AnswerCode } from "../types";

/** Rounds of all loops of an answer together; a mutated loop may have no end. */
const MOST_ROUNDS = 3e6;

type Program = (ganbook: Record<string, unknown>, require: unknown) => Promise<[answer: unknown]>;

export async function runAnswer(
  question: CheckedQuestion,
  code: AnswerCode,
  { seed = learnerSeed, untilFailure = false } = {},
): Promise<CheckResult[]> {
  if (question.needs === "tensorflow" && currentEngine() === undefined) await useEngine();
  let answer: unknown;
  try {
    answer = await loadAnswer(question, code);
  } catch (error) {
    return failedBefore(question, answerThrew(error)).checks;
  }
  const subject = localSubject(answer, { seconds: question.seconds });
  try {
    return await runChecks(question, subject, { seed, untilFailure });
  } finally {
    subject.close();
  }
}

/** What the answer's name stands for after its cells have run. */
export async function loadAnswer({ answer, imports }: CheckedQuestion, code: AnswerCode): Promise<unknown> {
  const program = runInThisContext(programOf({ ...code, answer, imports })) as Program;
  return (await program(await libraryOf(imports), undefined))[0];
}

type Library = Record<string, unknown>;
type LibraryCode = (require: (name: string) => unknown, module: object, exports: Library) => void;
const libraries = new Map<string, Promise<Library>>();

/** What a sandbox would offer, made from the same text; TensorFlow.js is this process's own. */
function libraryOf(names: readonly string[]): Promise<Library> {
  const key = [...names].sort().join();
  const made = libraries.get(key) ?? loadLibrary(names);
  libraries.set(key, made);
  return made;
}

async function loadLibrary(names: readonly string[]): Promise<Library> {
  const module = { exports: {} as Library };
  (runInThisContext(await bundleLibrary(names)) as LibraryCode)(requireAsInSandbox, module, module.exports);
  const missing = names.find((name) => module.exports[name] === undefined);
  if (missing === undefined) return module.exports;
  throw new Error(`The library has no "${missing}" for answers to import: see lib/index.ts.`);
}

function requireAsInSandbox(name: string): unknown {
  if (name === "@tensorflow/tfjs") return tf;
  if (isBuiltin(name)) return createRequire(__filename)(name) as unknown;
  throw new Error(`What the question's answers may import needs the package ${name}, which no sandbox has.`);
}

/** One answer is run with several seeds, one after the other. */
let last: { key: string; text: string } | undefined;

function programOf(request: CompileRequest): string {
  const key = JSON.stringify(request);
  if (last?.key === key) return last.text;
  const compiled = compileCells(request);
  if ("problem" in compiled) throw new Error(compiled.problem);
  last = { key, text: guardLoops(compiled.program) };
  return last.text;
}

/** Every loop counts its rounds, and ends the answer where they are too many. */
function guardLoops(program: string): string {
  const file = ts.createSourceFile(
    "answer.js",
    `(${program})`,
    ts.ScriptTarget.ES2022,
    true,
    ts.ScriptKind.JS,
  );
  const { transformed } = ts.transform(file, [
    (context) => (root) => {
      const visit = (node: ts.Node): ts.Node =>
        guarded(ts.visitEachChild(node, visit, context), context.factory);
      return ts.visitEachChild(root, visit, context);
    },
  ]);
  const counter = `let __rounds = 0; const __count = () => { if (++__rounds > ${MOST_ROUNDS}) throw new Error("a loop without end"); };`;
  const text = ts.createPrinter().printFile(transformed[0]!);
  return `(() => { ${counter}\nreturn ${text.trim().replace(/;$/, "")}; })()`;
}

function guarded(node: ts.Node, factory: ts.NodeFactory): ts.Node {
  const body = (statement: ts.Statement) => {
    const call = factory.createCallExpression(factory.createIdentifier("__count"), undefined, []);
    return factory.createBlock([factory.createExpressionStatement(call), statement], true);
  };
  if (ts.isForStatement(node))
    return factory.updateForStatement(
      node,
      node.initializer,
      node.condition,
      node.incrementor,
      body(node.statement),
    );
  if (ts.isWhileStatement(node))
    return factory.updateWhileStatement(node, node.expression, body(node.statement));
  if (ts.isDoStatement(node)) return factory.updateDoStatement(node, body(node.statement), node.expression);
  return node;
}
