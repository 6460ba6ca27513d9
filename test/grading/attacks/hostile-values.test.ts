/** Every question of the course against values that nobody would return by mistake: no check breaks, hangs or quotes them whole. */
import { describe, expect, it } from "vitest";
import { gradeAnswer } from "../../../lib/grading/judge/grade-answer";
import type { Sandbox } from "../../../lib/grading/sandbox/sandbox";
import { questionSets } from "../../../lib/questions/all";
import { encode } from "../../../lib/questions/codec";
import { PlainTensor } from "../../../lib/questions/types";
import type { CheckedQuestion, Plain } from "../../../lib/questions/types";

const nested = (depth: number): Plain => (depth === 0 ? 1 : [nested(depth - 1)]);
const many = Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => [`key${i}`, i]));

const values: [name: string, value: Plain][] = [
  ["NaN", NaN],
  ["infinity", -Infinity],
  ["the largest number", Number.MAX_VALUE],
  ["a bigint", 10n ** 1000n],
  ["a text of a megabyte", "\u202e\u001b[2J".repeat(1e5)],
  ["a list of 20,000", Array.from({ length: 2e4 }, (_, i) => i)],
  ["lists in lists", nested(60)],
  ["a list with holes of every kind", [undefined, null, NaN, "1", [], {}, true]],
  ["an object of 10,000 keys", many],
  ["an object with __proto__", Object.fromEntries([["__proto__", { length: 5, 0: 1 }]])],
  ["an object that looks like a list", { length: 2 ** 31, 0: 0 }],
  ["a tensor without numbers", new PlainTensor([0, 4_000_000], new Float32Array())],
  ["a tensor of NaN", new PlainTensor([4, 4], new Float32Array(16).fill(NaN))],
  ["a tensor of no rank", new PlainTensor([], new Int32Array([7]))],
];

const layers: Plain = Array.from({ length: 50 }, (_, i) => ({
  kind: `\u001b[2J${"Dense".repeat(100)}`,
  output: [i, null, 2 ** 50],
  config: Object.fromEntries([
    ["units", 2 ** 50],
    ["kernelSize", NaN],
    ["strides", ["a"]],
    ["__proto__", 1],
  ]),
  weights: [[2 ** 50, 0]],
}));

/** A sandbox whose answer gives the same to everything: what a check sees when an answer has taken the pipe. */
function sandboxOf(value: Plain): Sandbox {
  const replies: Record<string, Plain> = {
    load: null,
    hello: null,
    build: 0,
    describe: layers,
    setWeights: null,
  };
  const texts = new Map<string, string>(); // written once: a check may ask a hundred times
  const textOf = (operation: string) => {
    const text = texts.get(operation) ?? encode(["ok", operation in replies ? replies[operation] : value]);
    texts.set(operation, text);
    return text;
  };
  return {
    printed: "",
    ask: (text: string) => Promise.resolve(textOf(/^\["a","(\w+)"/.exec(text)![1]!)),
    end: () => Promise.resolve(),
  } as unknown as Sandbox;
}

const questions = questionSets.flatMap((set) =>
  set.questions.filter((question): question is CheckedQuestion => question.kind !== "prose"),
);

describe.each(questions.map((question) => [question.id, question] as const))("%s", (_, question) => {
  it.each(values)("%s", async (__, value) => {
    const load = { program: "", library: "", onlyImports: "" };
    const takeSandbox = () => Promise.resolve(sandboxOf(value));
    const { verdict, checks } = await gradeAnswer({ question, load, seed: 3, takeSandbox });
    expect(verdict).not.toBe("pass");
    const messages = checks.map(({ message }) => message).join("");
    expect(messages.length).toBeLessThan(2500 * checks.length);
    // eslint-disable-next-line no-control-regex
    expect(messages).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
  });
});
