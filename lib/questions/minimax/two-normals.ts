import type { Rng } from "../../engine/rng";
import { range, uniforms } from "../draw";
import { number } from "../expect";
import { PlainTensor } from "../types";
import type { Check, CheckedQuestion, ModelProbe, Subject } from "../types";

interface Normal {
  mean: number;
  spread: number;
}
type Logit = (p: Normal, q: Normal, x: number) => number;

/** Oracle: the difference of two log densities, as it stands. The constant log(2 pi) / 2 cancels. */
const logDensity = ({ mean, spread }: Normal, x: number) =>
  -(((x - mean) / spread) ** 2) / 2 - Math.log(spread);
const best: Logit = (p, q, x) => logDensity(p, x) - logDensity(q, x);

const traps: [Logit, string][] = [
  [(p, q, x) => best(q, p, x), "p and q have changed places: real numbers should get high logits."],
  [
    (p, q, x) => best(p, q, x) + Math.log(p.spread / q.spread),
    "The spreads stand in front of the densities too: their logarithms are missing in the bias.",
  ],
  [
    (p, q, x) => best({ ...p, spread: Math.sqrt(p.spread) }, { ...q, spread: Math.sqrt(q.spread) }, x),
    "The squares of the distances are divided by the square of the spread.",
  ],
  [
    (p, q, x) => 2 * (best(p, q, x) - Math.log(q.spread / p.spread)) + Math.log(q.spread / p.spread),
    "The exponent of a normal density has a half in front of the square.",
  ],
  [
    (p, q, x) => best(p, q, x) - (1 / q.spread ** 2 - 1 / p.spread ** 2) * (x * x) * 0.5,
    "The weight of x² is 0. It may be so only where both spreads are equal.",
  ],
  [(p, q, x) => 1 / (1 + Math.exp(-best(p, q, x))), "That is D itself. Give its logit, without the sigmoid."],
  [(p, q, x) => best(p, q, x) - best(p, q, 0), "The bias is missing."],
];

async function compare(subject: Subject, [p, q]: [Normal, Normal], random: Rng) {
  const model = await subject.build({ ...p }, { ...q });
  const x = uniforms(random, 9, [-3, 3]);
  const given = await logitsOf(model, x);
  if (given.length !== x.length)
    return `For ${x.length} rows [x, x²] the model gave ${given.length} numbers. It should give one logit a row.`;
  const gap = (logit: Logit) =>
    range(x.length).reduce((largest, i) => {
      const right = logit(p, q, x[i]!);
      return Math.max(largest, Math.abs(given[i]! - right) / (1 + Math.abs(right)));
    }, 0);
  // Not "<": a logit that is not a number must not pass.
  if (gap(best) <= 1e-4) return undefined;
  const trap = traps.find(([logit]) => gap(logit) <= 1e-4);
  const [at, right] = [number(x[0]!), number(best(p, q, x[0]!))];
  return (
    `For p = N(${number(p.mean)}, ${number(p.spread)}) and q = N(${number(q.mean)}, ${number(q.spread)}) the best logit at ` +
    `x = ${at} is ${right}, and yours is ${number(given[0]!)}. ${trap?.[1] ?? ""}`
  ).trimEnd();
}

async function logitsOf(model: ModelProbe, x: readonly number[]): Promise<number[]> {
  const rows = new PlainTensor(
    [x.length, 2],
    Float32Array.from(x.flatMap((value) => [value, value * value])),
  );
  return Array.from((await model.predict(rows)).values);
}

function normal(random: Rng, fixed: Partial<Normal> = {}): Normal {
  const [mean, spread] = [uniforms(random, 1, [-1.5, 1.5])[0]!, uniforms(random, 1, [0.6, 1.9])[0]!];
  return { mean, spread, ...fixed };
}

const check = (name: string, pair: (random: Rng) => [Normal, Normal], weight = 1): Check => ({
  name,
  weight,
  run: (subject, random) => compare(subject, pair(random), random),
});

export const twoNormals: CheckedQuestion = {
  kind: "network",
  id: "minimax/two-normals",
  title: "A network that needs no training",
  points: 8,
  answer: "discriminatorFor",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 30,
  hints: [
    "The logit of p / (p + q) is log p - log q. Write both logarithms out, and sort by powers of x: x², x, and the rest.",
    "With a = 1 / p.spread² and b = 1 / q.spread²: x² gets (b - a) / 2, x gets p.mean a - q.mean b. What is left is the bias.",
    "bias = (q.mean² b - p.mean² a) / 2 + log(q.spread / p.spread). dense.setWeights([tf.tensor2d([[slope], [bend]]), tf.tensor1d([bias])]), once the layer is in a model.",
  ],
  checks: [
    check("two equal normals: nothing to tell apart", (random) => {
      const one = normal(random);
      return [one, { ...one }];
    }),
    check("equal spreads: a straight line", (random) => {
      const p = normal(random, { mean: 1.2 });
      return [p, normal(random, { mean: -0.7, spread: p.spread })];
    }),
    check("equal means: a parabola", (random) => [
      normal(random, { mean: 0, spread: 0.7 }),
      normal(random, { mean: 0, spread: 1.6 }),
    ]),
    check(
      "any two normals",
      (random) => [normal(random, { mean: 0.9, spread: 1.5 }), normal(random, { mean: -0.8, spread: 0.8 })],
      2,
    ),
  ],
};
