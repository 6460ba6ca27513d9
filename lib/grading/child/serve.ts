/**
 * What runs in a sandbox: loads the answer's program, then answers the judge's requests until the pipe closes.
 *
 * A request is [operation, ...arguments], a reply ["ok", value] or ["error", verdict, message], in the codec's text.
 */
import { runInThisContext } from "node:vm";
import { decode, encode } from "../../questions/codec";
import { answerThrew } from "../../questions/live-values";
import { AnswerError } from "../../questions/types";
import type { ModelProbe, Plain, PlainTensor, Subject } from "../../questions/types";
import { joinPrinting, nextRequest, reply } from "./connection";

/** What depends on whether TensorFlow.js is there. */
export interface Surroundings {
  /** The answer as a subject; it lives until the process ends. */
  subjectOf(answer: unknown): Subject;
  /** `require` for the library's own code, never for the answer's. */
  requireForLibrary(name: string): unknown;
}

/** The first argument of the request "load". */
export interface Load {
  /** The answer's cells: a function expression (library, require) => Promise<[answer]>. */
  program: string;
  /** The library's part that the question offers: a function expression (require, module, exports). */
  library: string;
  /** What to tell an answer that requires something else. */
  onlyImports: string;
}

export async function serve(surroundings: Surroundings): Promise<void> {
  const leave = (process as unknown as { reallyExit: (code: number) => void }).reallyExit.bind(process);
  joinPrinting();
  keepGoing();
  let subject: Subject | undefined;
  const models: ModelProbe[] = [];
  const loaded = () => subject ?? fail("Nothing was loaded.");
  const model = (handle: Plain | undefined) => models[Number(handle)] ?? fail("There is no such model.");
  const operations: Record<string, (...args: Plain[]) => Promise<Plain>> = {
    hello: () => Promise.resolve(null),
    load: async (load) => {
      subject = surroundings.subjectOf(await answerOf(load as unknown as Load, surroundings));
      return null;
    },
    value: () => loaded().value(),
    call: (...args) => loaded().call(...args),
    build: async (...args) => models.push(await loaded().build(...args)) - 1,
    describe: async (handle) => (await model(handle).describe()) as unknown as Plain,
    setWeights: async (handle, weights) => {
      await model(handle).setWeights(weights as PlainTensor[]);
      return null;
    },
    predict: (handle, input, training) =>
      model(handle).predict(input as PlainTensor, { training: training === true }),
  };
  try {
    for (let request = nextRequest(); request !== undefined; request = nextRequest()) {
      reply(request.id, await answered(request.text, operations));
    }
  } finally {
    leave(0); // the judge is gone, or the answer closed the pipe
  }
}

/** What V8 says when the sandbox's limit refuses a buffer; the process lives on. */
const OUT_OF_MEMORY = /allocation failed|(could not|failed to) allocate memory|unable to grow/i;

async function answered(text: string, operations: Record<string, (...args: Plain[]) => Promise<Plain>>) {
  try {
    const [operation, ...args] = decode(text) as [string, ...Plain[]];
    return encode(["ok", await operations[operation]!(...args)]);
  } catch (error) {
    const { verdict, message } = answerThrew(error);
    return encode(["error", OUT_OF_MEMORY.test(message) ? "memory" : verdict, message]);
  }
}

/** Runs the cells, and gives what the answer's name stands for after them. */
async function answerOf({ program, library, onlyImports }: Load, surroundings: Surroundings) {
  const offered = libraryOf(library, (name) => surroundings.requireForLibrary(name));
  const require = (name: unknown) =>
    name === "ganbook" ? offered : fail(`require(${String(name)}): ${onlyImports}`);
  const run = runInThisContext(program, { filename: "answer.js" }) as (
    ...args: unknown[]
  ) => Promise<[unknown]>;
  const [answer] = await run(offered, require);
  return answer;
}

function libraryOf(code: string, require: (name: string) => unknown): object {
  const module = { exports: {} };
  const run = runInThisContext(code, { filename: "ganbook.js" }) as (...args: unknown[]) => void;
  run(require, module, module.exports);
  return Object.freeze({ ...module.exports });
}

/**
 * An answer that is right stays right when it also does something foolish: a late error in a timer, or an exit, is
 * printed and ignored. One that really ends the process ends its own sandbox, and the judge sees that.
 */
function keepGoing(): void {
  const ignored = (what: string) => (error: unknown) =>
    console.log(`(${what} was ignored: ${String(error)})`);
  setInterval(() => undefined, 2 ** 31 - 1); // else Node ends when a promise can never settle
  process.on("uncaughtException", ignored("a late error"));
  process.on("unhandledRejection", ignored("a rejected promise that nobody awaited"));
  const exit = () => fail("process.exit() was called. An answer returns its value instead.");
  Object.assign(process, { exit, reallyExit: exit, abort: exit });
}

function fail(message: string): never {
  throw new AnswerError(message);
}
