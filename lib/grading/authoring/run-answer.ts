/**
 * Runs the course's own answers in this process: solutions, and the wrong answers that authors wrote down. Never a learner's:
 * those go to the judge's sandbox.
 */
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { ringOfGaussians } from "../../datasets/points/mixture";
import { rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import { currentEngine, useEngine } from "../../engine/use-engine";
import { coverage } from "../../metrics/failures/coverage";
import { learnerSeed } from "../../questions/check";
import { answerThrew } from "../../questions/live-values";
import { localSubject } from "../../questions/local-subject";
import { runChecks } from "../../questions/run-checks";
import type { CheckResult } from "../../questions/run-checks";
import type { CheckedQuestion } from "../../questions/types";
import { compileCells } from "../judge/compile-cells";
import type { CompileRequest } from "../judge/compile-cells";
import { failedBefore } from "../judge/grade-answer";
import type { AnswerCode } from "../types";

/** What answers may import, as long as their question allows it. */
const library: Record<string, unknown> = { coverage, ringOfGaussians, rng, tf };

/** Rounds of all loops of an answer together; a mutated loop may have no end. */
const MOST_ROUNDS = 3e6;

type Program = (ganbook: Record<string, unknown>, require: unknown) => Promise<[answer: unknown]>;

export async function runAnswer(
  question: CheckedQuestion,
  code: AnswerCode,
  seed = learnerSeed,
): Promise<CheckResult[]> {
  if (question.needs === "tensorflow" && currentEngine() === undefined) await useEngine();
  let answer: unknown;
  try {
    answer = await load(question, code);
  } catch (error) {
    return failedBefore(question, answerThrew(error)).checks;
  }
  const subject = localSubject(answer, { seconds: question.seconds });
  try {
    return await runChecks(question, subject, { seed });
  } finally {
    subject.close();
  }
}

async function load({ answer, imports }: CheckedQuestion, code: AnswerCode): Promise<unknown> {
  const missing = imports.find((name) => !(name in library));
  if (missing !== undefined)
    throw new Error(`"${missing}" is not in the list of lib/grading/authoring/run-answer.ts.`);
  const program = runInThisContext(programOf({ ...code, answer, imports })) as Program;
  const allowed = Object.fromEntries(imports.map((name) => [name, library[name]]));
  return (await program(allowed, undefined))[0];
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
