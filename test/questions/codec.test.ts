import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { codecLimits, decode, encode } from "../../lib/questions/codec";
import { AnswerError, PlainTensor } from "../../lib/questions/types";
import type { Plain } from "../../lib/questions/types";

const roundTrip = (value: unknown) => decode(encode(value as Plain));

/** The error's verdict; fails when nothing is thrown, or something else. */
function verdictOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof AnswerError) return error.verdict;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("lossless", () => {
  const numbers = [0, -0, NaN, Infinity, -Infinity, 0.1, 5e-324, Number.MAX_VALUE, 2 ** 53, -1e21];
  it.each(numbers)("number %d", (value) => {
    expect(Object.is(roundTrip(value), value)).toBe(true);
  });

  it.each([undefined, null, true, false, "", "NaN", '"\\"[{', "\ud800 lone", "\u2028 😀", 0n, -(2n ** 200n)])(
    "%s",
    (value) => {
      expect(roundTrip(value)).toBe(value);
    },
  );

  it("typed arrays keep their type and bits", () => {
    const floats = new Float32Array([1.5, -0, NaN, Infinity]);
    expect(roundTrip(floats)).toEqual(floats);
    expect(Object.is((roundTrip(floats) as Float32Array)[1], -0)).toBe(true);
    for (const type of [Float64Array, Int32Array, Uint8Array]) {
      const part = new type([7, 1, 2, 250, 9]).subarray(1, 4); // a view that starts inside its buffer
      const back = roundTrip(part) as typeof part;
      expect(back.constructor).toBe(type);
      expect([...back]).toEqual([1, 2, 250]);
    }
    expect(roundTrip(new Float64Array(0))).toEqual(new Float64Array(0));
  });

  it("tensors keep shape, type and values", () => {
    const tensors = [
      new PlainTensor([2, 1], new Float32Array([0.1, NaN])),
      new PlainTensor([], new Int32Array([-5])),
      new PlainTensor([0, 3], new Float32Array(0)),
      new PlainTensor([3], new Uint8Array([1, 0, 1])),
    ];
    for (const tensor of tensors) {
      const back = roundTrip(tensor) as PlainTensor;
      expect(back).toBeInstanceOf(PlainTensor);
      expect(back.shape).toEqual(tensor.shape);
      expect(back.values).toEqual(tensor.values);
    }
  });

  it("arrays and objects, with what JSON loses; a hole is undefined", () => {
    const value = { a: [1, [undefined, -0]], "": { b: null, c: undefined }, z: [] };
    expect(roundTrip(value)).toEqual(value);
    expect(Object.keys(roundTrip(value) as object)).toEqual(["a", "", "z"]);
    expect(Object.hasOwn((roundTrip(value) as { "": object })[""], "c")).toBe(true);
    // eslint-disable-next-line no-sparse-arrays
    expect(roundTrip([1, , 3])).toStrictEqual([1, undefined, 3]);
  });

  it("takes values of another realm, as a notebook's cells make them", () => {
    const value: unknown = runInNewContext(
      "({ list: [1, NaN], data: new Float32Array([2]), none: undefined })",
    );
    expect(roundTrip(value)).toEqual({ list: [1, NaN], data: new Float32Array([2]), none: undefined });
  });

  it("__proto__ is a name like others and sets no prototype", () => {
    const value: unknown = JSON.parse('{"__proto__": {"passed": true}, "constructor": 1}');
    const back = roundTrip(value) as Record<string, unknown>;
    expect(Object.getPrototypeOf(back)).toBeNull();
    expect(Object.keys(back)).toEqual(["__proto__", "constructor"]);
    expect(back.passed).toBeUndefined();
    expect(({} as Record<string, unknown>).passed).toBeUndefined();
  });

  it("100,000 numbers, and a tensor of 64 pictures, fit", () => {
    const list = Array.from({ length: 100_000 }, (_, i) => i / 7);
    expect(roundTrip(list)).toEqual(list);
    const pictures = new PlainTensor([64, 32, 32, 3], new Float32Array(64 * 32 * 32 * 3).fill(0.25));
    expect((roundTrip(pictures) as PlainTensor).values.length).toBe(196_608);
  });
});

describe("what is not plain data is refused", () => {
  class Point {
    x = 1;
  }
  const cycle: unknown[] = [];
  cycle.push(cycle);
  it.each<[string, unknown, RegExp]>([
    ["a function", () => 1, /a function/],
    ["a symbol", Symbol("s"), /a symbol/],
    ["a promise inside", [Promise.resolve(1)], /class Promise/],
    ["a map", new Map(), /class Map/],
    ["a date", new Date(), /class Date/],
    ["a boxed number", Object(3), /class Number/],
    ["an instance", { p: new Point() }, /class Point/],
    ["another typed array", new Int16Array(2), /Int16Array/],
    ["a buffer's view", new DataView(new ArrayBuffer(4)), /DataView/],
    ["a cycle", cycle, /deep, or contains itself/],
  ])("%s", (_, value, message) => {
    expect(verdictOf(() => encode(value as Plain))).toBe("error");
    expect(() => encode(value as Plain)).toThrow(message);
  });

  it("depth 64 passes, 65 and 100,000 do not", () => {
    const nested = (depth: number) => {
      let value: Plain = { k: 1 };
      for (let i = 2; i < depth; i++) value = { k: value };
      return [value];
    };
    expect(encode(roundTrip(nested(codecLimits.depth)))).toBe(encode(nested(codecLimits.depth)));
    expect(verdictOf(() => encode(nested(codecLimits.depth + 1)))).toBe("error");
    expect(verdictOf(() => encode(nested(100_000)))).toBe("error");
  });

  it("too many items, too many bytes, too long a bigint", () => {
    expect(verdictOf(() => encode(new Array<number>(2 ** 32 - 1)))).toBe("output");
    expect(verdictOf(() => encode(new Float32Array(2 ** 20)))).toBe("output");
    expect(verdictOf(() => encode("x".repeat(2 ** 22)))).toBe("output");
    expect(verdictOf(() => encode(2n ** 50_000n))).toBe("output");
  });

  it("a getter is read once", () => {
    let reads = 0;
    const liar = {
      get value() {
        return ++reads;
      },
    };
    expect(roundTrip([liar])).toEqual([{ value: 1 }]);
    expect(reads).toBe(1);
  });
});

describe("text that encode cannot have written", () => {
  it.each([
    ["", "nothing"],
    ["[", "half"],
    ['"open', "an open string"],
    ["{}", "an object"],
    ['["a", {"__proto__": 1}]', "an object inside"],
    ["[]", "no tag"],
    ['["eval", "1"]', "an unknown tag"],
    ['["toString", "AA=="]', "a tag that every object has"],
    ['["bigint", "1.5"]', "a bigint with a fraction"],
    ['["bigint", 5]', "a bigint as a number"],
    ['["Float32Array", "AAAA"]', "3 bytes of float32"],
    ['["Uint8Array", "!!!!"]', "no base64"],
    ['["t", [2], "float32", "AAAA"]', "a short tensor"],
    ['["t", [-1, -1], "bool", "AA=="]', "negative sides"],
    ['["t", [1.5], "bool", "AA=="]', "half a side"],
    ['["t", [4194305, 0], "bool", ""]', "a side longer than any value"],
    ['["t", 1, "bool", "AA=="]', "no shape"],
    ['["t", [1], "constructor", "AA=="]', "an unknown dtype"],
    ['["o", ["a"]]', "an entry without a value"],
    ['["o", [1, 2]]', "a key that is a number"],
    ["NaN", "no JSON"],
  ])("%s (%s)", (text) => {
    expect(verdictOf(() => decode(text))).toBe("tampered");
  });

  it("is measured before it is parsed: nesting, number of items, length", () => {
    expect(verdictOf(() => decode("[".repeat(1e6)))).toBe("error");
    expect(verdictOf(() => decode(`["a"${",0".repeat(1e6)}]`))).toBe("output");
    expect(verdictOf(() => decode(`"${"x".repeat(5 * 2 ** 20)}"`))).toBe("output");
    expect(verdictOf(() => decode('{"a":'.repeat(1e5)))).toBe("tampered");
  });
});
