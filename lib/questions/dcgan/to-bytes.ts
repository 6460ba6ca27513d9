import type { Rng } from "../../engine/rng";
import { range, uniforms } from "../draw";
import { expectNumbers, shapeOf } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

const clamp = (value: number) => Math.min(255, Math.max(0, value));

/** Oracle: of the 256 bytes, the one whose place between -1 and 1 lies nearest; the end for what lies outside. */
function nearestByte(value: number): number {
  let best = 0;
  for (const byte of range(256)) {
    if (Math.abs(byte / 127.5 - 1 - value) < Math.abs(best / 127.5 - 1 - value)) best = byte;
  }
  return best;
}

/** Numbers whose byte is clear: not half way between two. */
function clearNumbers(random: Rng, count: number, limits: [number, number]): number[] {
  return uniforms(random, count, limits).map((value) => {
    const place = (value + 1) * 127.5;
    const part = place - Math.floor(place);
    return Math.abs(part - 0.5) < 0.05 ? value + 0.2 / 127.5 : value;
  });
}

async function ask(subject: Subject, values: number[], asked: string) {
  const got = await subject.call(values);
  const length = shapeOf(got).join();
  if (length !== String(values.length)) {
    return `Expected a list of ${values.length} bytes, one for each number. Yours has ${length === "" ? "no length" : `length ${length}`}.`;
  }
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const each = (rule: (value: number) => number) => values.map(rule);
  const traps: Trap[] = [
    {
      value: each((v) => clamp(Math.floor((v + 1) * 127.5))),
      message: "The part after the point was cut off. Round to the nearest byte.",
    },
    { value: each((v) => clamp((v + 1) * 127.5)), message: "A byte is a whole number: round." },
    {
      value: each((v) => Math.round((v + 1) * 127.5)),
      message: "What lies outside -1 to 1 leaves the range of a byte. Cut it off at 0 and 255.",
    },
    {
      value: each((v) => Math.round((v + 1) * 127.5) & 255),
      message: "What lies outside wrapped around: too bright became dark. Cut it off at 0 and 255.",
    },
    {
      value: each((v) => clamp(Math.round(v * 255))),
      message: "-1 is black, not 0: move the range before you stretch it. Half of the colours are lost so.",
    },
    {
      value: each((v) => clamp(Math.round((v + 1) * 128))),
      message: "1 should become 255, so half the range is 127.5.",
    },
    { value: each((v) => (v + 1) / 2), message: "That is the range from 0 to 1. Bytes go up to 255." },
    {
      value: each((v) => Math.round((255 * (v - low)) / (high - low))),
      message:
        "You stretched by the smallest and largest number of this list. Then a grey picture would turn black and white.",
    },
  ];
  return expectNumbers(got, values.map(nearestByte), { asked, traps });
}

export const toBytes: CheckedQuestion = {
  kind: "function",
  id: "dcgan/to-bytes",
  title: "Back to bytes",
  points: 4,
  answer: "toBytes",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "The chapter has the way there: byte / 127.5 - 1. Solve that for the byte.",
    "A byte is a whole number from 0 to 255, so two more things have to be done.",
    "First move and stretch, then round to the nearest, then cut off with Math.min and Math.max.",
  ],
  checks: [
    { name: "black and white", run: (subject) => ask(subject, [-1, 1], "For [-1, 1]") },
    {
      name: "rounds to the nearest byte",
      run: (subject, random) =>
        ask(subject, [-1, ...clearNumbers(random, 30, [-0.9, 0.9]), 1], "For random numbers"),
    },
    {
      name: "what lies outside is cut off",
      run: (subject, random) => {
        const values = [...uniforms(random, 3, [-1.9, -1.1]), ...uniforms(random, 3, [1.1, 1.9])];
        return ask(subject, values, "For numbers below -1 and above 1");
      },
    },
    {
      name: "a grey picture stays grey",
      run: (subject, random) => ask(subject, clearNumbers(random, 12, [-0.2, 0.2]), "For numbers near 0"),
    },
    {
      name: "every byte comes back",
      run: (subject) =>
        ask(
          subject,
          range(256).map((byte) => byte / 127.5 - 1),
          "For all 256 bytes, moved to -1 to 1",
        ),
    },
  ],
};
