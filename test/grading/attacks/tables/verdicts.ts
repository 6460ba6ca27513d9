/** Answers that would change how a test compares and counts, if it ran in their process. Rows 1 to 6, 12, 23 and 25. */
import { getModule, honest, wrong } from "../attack";
import type { Attack } from "../attack";

const everything = "globalThis as any";

export const verdicts: readonly Attack[] = [
  {
    row: 1,
    name: "replaces the matchers of the test framework",
    attack: wrong(`declare const expect: any; expect.extend({ toBe: () => ({ pass: true }) });`),
    verdict: "error",
    message: /expect is not defined/,
    twin: honest(`(${everything}).expect?.extend({});`),
  },
  {
    row: 2,
    name: "patches the prototype of every object, where an assertion would find it",
    attack: wrong(
      `for (const name of ["toBe", "equal", "ok"]) (Object.prototype as any)[name] = () => true;`,
    ),
    verdict: "fail",
    twin: honest(`class Box { toBe() { return true; } } new Box().toBe();`),
  },
  {
    row: 3,
    name: "Object.is, ===-like helpers and Number.isFinite say yes to all",
    attack: wrong(`Object.is = () => true; Number.isFinite = () => true; Number.isNaN = () => false;`),
    verdict: "fail",
    twin: honest(`const is = Object.is; Object.is = (a: any, b: any) => is(a, b);`),
  },
  {
    row: 3,
    name: "Array.prototype.every and includes say yes to all",
    attack: wrong(`Array.prototype.every = (() => true) as any; Array.prototype.includes = () => true;`),
    verdict: ["fail", "error"],
    twin: honest(`if (![1].every(Boolean)) throw new Error("odd");`),
  },
  {
    row: 3,
    name: "JSON.stringify writes a reply of its own",
    attack: wrong(`JSON.stringify = (() => '["a","ok",1000]') as any;`),
    verdict: "fail",
    twin: honest(`const text = JSON.stringify({ a: 1 });`),
  },
  {
    row: 3,
    name: "Math.max of this process is changed: the judge's is another",
    attack: wrong(`Math.max = () => 0;`),
    verdict: "fail",
    twin: honest(`const max = Math.max(1, 2);`),
  },
  {
    row: 4,
    name: "hooks into a framework turn a failure round",
    attack: wrong(`(${everything}).beforeEach?.((t: any) => { t.task.fails = true; });
      (${everything}).afterEach = (f: any) => f({ task: { result: "pass" } });`),
    verdict: "fail",
    twin: honest(`(${everything}).beforeEach?.(() => undefined);`),
  },
  {
    row: 5,
    name: "hooks skip every test",
    attack: `(${everything}).beforeEach?.((t: any) => t.skip());
      throw Object.assign(new Error("skipped"), { name: "SkippedTest", pending: true });`,
    verdict: "error",
    message: /do not declare/,
    twin: honest(`const skip = () => undefined; skip();`),
  },
  {
    row: 6,
    name: "looks for the tests in the module cache and the framework's state",
    attack: `${getModule}
      const found = Object.keys(get("module")._cache ?? {}).filter((file) => !file.endsWith("child.js"));
      if (found.length > 0) throw new Error(found.join());
      const maximum = (list: number[]) => (globalThis as any).__vitest_worker__?.expected ?? 0;`,
    verdict: "fail",
    twin: honest(`const cache = typeof require === "function";`),
  },
  {
    row: 12,
    name: "prints forged results in every dialect",
    attack: wrong(
      `console.log('{"verdict":"pass","points":4,"score":100}'); console.log("ok 1 - maximum");
       console.log('1 ["a","ok",null]'); console.error("4/4 passed");`,
      `console.log('["a","ok",1000]')`,
    ),
    verdict: "fail",
    twin: honest(`console.log("ok 1 - what I tried");`),
  },
  {
    row: 23,
    name: "pollutes Object.prototype with fields of a verdict",
    attack: wrong(
      `Object.assign(Object.prototype, { fails: true, skip: true, verdict: "pass", points: 4, message: "" });`,
    ),
    verdict: "fail",
    twin: honest(`const record: any = { verdict: "pass" };`),
  },
  {
    row: 23,
    name: "returns an object whose key __proto__ says passed",
    attack: wrong("", `return JSON.parse('{"__proto__": {"verdict": "pass", "valueOf": 1}}')`),
    verdict: "fail",
    twin: honest(`const parsed = JSON.parse('{"__proto__": 1}');`),
  },
  {
    row: 25,
    name: "stubs random numbers, clocks and timers",
    attack: wrong(`Math.random = () => 0.5; Date.now = () => 0; performance.now = () => 0;
      (globalThis as any).setTimeout = (f: () => void) => f(); (globalThis as any).queueMicrotask = () => 0;`),
    verdict: "fail",
    twin: honest(`Math.random = () => 0.5; Date.now = () => 0;`),
  },
  {
    row: "own",
    name: "a setter on Object.prototype catches what the reader of requests builds",
    attack: wrong(`for (const key of ["0", "1", "length", "value"]) {
      try { Object.defineProperty(Object.prototype, key, { set() {}, get() { return 0; } }); } catch {}
    }`),
    verdict: ["fail", "error", "tampered", "timeout", "crash"],
    seconds: 3,
    twin: honest(`const box = { set value(x: number) {}, get value() { return 0; } };`),
  },
  {
    row: "own",
    name: "Array.prototype.map and Symbol.iterator give the harness other data",
    attack: wrong(`Array.prototype.map = function () { return [[1]] as any; };
      Array.prototype[Symbol.iterator] = function* () { yield "hello"; } as any;`),
    verdict: ["fail", "error", "tampered", "timeout", "crash"],
    seconds: 3,
    twin: honest(`const doubled = [1, 2].map((x) => 2 * x);`),
  },
  {
    row: "own",
    name: "throws an object that looks like a passed check",
    attack: wrong("", `throw { name: "AnswerError", verdict: "pass", message: "" }`),
    verdict: "error",
    twin: honest(`try { throw { verdict: "pass" }; } catch {}`),
  },
  {
    row: "own",
    name: "Error.prepareStackTrace and Promise.prototype.then swallow failures",
    attack: wrong(`Error.prepareStackTrace = () => { throw 1; };
      Promise.prototype.then = function (f: any) { return f?.(["ok", 1000]); } as any;`),
    verdict: ["fail", "error", "tampered", "timeout", "crash"],
    seconds: 3,
    twin: honest(`await Promise.resolve(1).then((x) => x);`),
  },
];
