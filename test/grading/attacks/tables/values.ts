/** Values that lie about what they are. Row 24. */
import { honest, wrong } from "../attack";
import type { Attack } from "../attack";

const computed = "const right = list.length === 0 ? undefined : Math.max(...list);";

/** Each holds the right number, in a form that is not the number. */
const lies: [name: string, value: string, verdict: Attack["verdict"]][] = [
  ["an object with valueOf", "({ valueOf: () => right, toString: () => String(right) })", "error"],
  ["a boxed number", "Object(right ?? 0)", ["error", "fail"]],
  ["a proxy of a number", "new Proxy(Object(right ?? 0), {})", ["error", "fail"]],
  ["text", "String(right)", "fail"],
  ["a list of one", "[right]", "fail"],
  ["a bigint", "BigInt(right ?? 0)", "fail"],
  ["a typed array of one", "new Float64Array([right ?? 0])", "fail"],
  [
    "an object with a getter that changes",
    "(() => { let n = 0; return { get value() { return n++ ? right : 0; } }; })()",
    "fail",
  ],
  ["an object whose toJSON is right", "({ toJSON: () => right })", "error"],
  ["a function that gives it", "() => right", "error"],
  ["a symbol", "Symbol(String(right))", "error"],
  ["NaN", "NaN", "fail"],
  ["infinity", "Infinity", "fail"],
  ["the same number, a little off", "(right ?? 0) + 1e-9", "fail"],
  [
    "an array subclass with another length",
    "Object.assign(Object.create(Array.prototype), { 0: right, length: 1 })",
    "error",
  ],
  ["a date", "new Date(right ?? 0)", "error"],
  ["an iterator", "[right][Symbol.iterator]()", "error"],
  ["nothing at all", "null", "fail"],
];

export const values: readonly Attack[] = lies.map(([name, value, verdict]) => ({
  row: 24 as const,
  name,
  attack: wrong("", `${computed} return ${value}`),
  verdict,
  twin: honest(`const make = (list: number[]) => { ${computed} return ${value}; }; make([1, 2]);`),
}));
