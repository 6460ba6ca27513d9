import type { Rng } from "../../engine/rng";
import { between, mean, normals } from "../draw";
import { expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

/** The smallest GAN: G(z) = a z + b and D(x) = sigmoid(w x + c). */
interface Weights {
  a: number;
  b: number;
  w: number;
  c: number;
}

interface Case {
  weights: Weights;
  z: number[];
  rate: number;
}

const names = ["a", "b", "w", "c"] as const;

/** log(1 + e^x), finite for every x. */
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const logit = ({ a, b, w, c }: Weights, z: number) => w * (a * z + b) + c;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

type Loss = (weights: Weights, z: readonly number[]) => number;

/** Cross-entropy of fakes with a label. */
const labelled =
  (label: number): Loss =>
  (weights, z) =>
    mean(z.map((one) => softplus(logit(weights, one)) - label * logit(weights, one)));
const saturating: Loss = (weights, z) => -mean(z.map((one) => softplus(logit(weights, one))));

/** Oracle: no formula for the slope, but the loss a little to both sides. */
function slope(loss: Loss, { weights, z }: Case, name: (typeof names)[number]): number {
  const h = 1e-5;
  const at = (value: number) => loss({ ...weights, [name]: value }, z);
  return (at(weights[name] + h) - at(weights[name] - h)) / (2 * h);
}

interface Move {
  moving?: readonly (typeof names)[number][];
  /** -1 goes down the loss. */
  sign?: 1 | -1;
}

/** The weights after a step along the slope of this loss, with the named weights moving: the generator's, if not told otherwise. */
function stepped(loss: Loss, given: Case, { moving = ["a", "b"], sign = -1 }: Move = {}): Weights {
  const moved = moving.map((name) => [
    name,
    given.weights[name] + sign * given.rate * slope(loss, given, name),
  ]);
  return { ...given.weights, ...(Object.fromEntries(moved) as Partial<Weights>) };
}

const ofGenerator = ({ a, b }: Weights) => [a, b];

/** The two weights of the generator after the step. */
async function ask(subject: Subject, given: Case, asked: string) {
  const { weights, z, rate } = given;
  const got = fieldsOf(await subject.call({ ...weights }, [...z], rate), names);
  const real = labelled(1);
  const down = (loss: Loss) => stepped(loss, given);
  const summed: Loss = (at, batch) => real(at, batch) * batch.length;
  const ways: [Weights, string][] = [
    [
      weights,
      "The generator did not move. In the listing it is the same: its generator step trains the discriminator.",
    ],
    [down(labelled(0)), "The label of the fakes was 0. The generator wants them taken for real: 1."],
    [stepped(real, given, { sign: 1 }), "The step went up the loss. Subtract the rate times the slope."],
    [down(saturating), "That is the saturating loss, log(1 - D): its slope has D where -log D has 1 - D."],
    [down(labelled(sigmoid(1))), "The label went through a sigmoid: 0.731 is not 1."],
    [down(summed), "Take the mean over the batch, not the sum."],
    [stepped(real, given, { moving: ["a"] }), "Only a moved. b has a slope, too."],
    [stepped(real, given, { moving: ["b"] }), "Only b moved. a has a slope, too: multiply by z."],
    [meanPush(given), "The slope has to pass through the discriminator: its weight w is a factor."],
  ];
  const traps: Trap[] = ways.map(([value, message]) => ({ value: ofGenerator(value), message }));
  return expectNumbers([got.a, got.b], ofGenerator(down(real)), {
    asked: `${asked}: [a, b] =`,
    traps,
    tolerance: 1e-7,
  });
}

/** What comes out where the chain rule stops at the logit. */
function meanPush({ weights, z, rate }: Case): Weights {
  const push = z.map((one) => 1 - sigmoid(logit(weights, one)));
  return {
    ...weights,
    a: weights.a + rate * mean(push.map((value, i) => value * z[i]!)),
    b: weights.b + rate * mean(push),
  };
}

const draw = (random: Rng, count: number): Case => ({
  weights: {
    a: 0.5 + random.uniform(),
    b: random.normal(),
    w: 1.3 + random.uniform(),
    c: random.normal(),
  },
  z: normals(random, count),
  rate: 0.1 + 0.4 * random.uniform(),
});

export const generatorStep: CheckedQuestion = {
  kind: "function",
  id: "listing/generator-step",
  title: "A generator step that trains the generator",
  points: 10,
  answer: "generatorStep",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Which of the four numbers belong to the generator? Only those may change. Then: how does the loss change when x = a z + b grows a little?",
    "With the logit l = w x + c, the slope of -log D in l is -(1 - D). By the chain rule: times w to get to x, then times z for a, times 1 for b.",
    "a becomes a + rate * mean((1 - D) * w * z), and b becomes b + rate * mean((1 - D) * w). w and c are returned as they came.",
  ],
  checks: [
    {
      name: "with learning rate 0 nothing moves",
      async run(subject, random) {
        const { weights, z } = draw(random, 3);
        const got = fieldsOf(await subject.call({ ...weights }, [...z], 0), names);
        return expectNumbers(
          names.map((name) => got[name]),
          names.map((name) => weights[name]),
          { asked: "With rate 0: [a, b, w, c] =", otherwise: "Every change is multiplied by the rate." },
        );
      },
    },
    {
      name: "the discriminator stays as it is",
      async run(subject, random) {
        const given = draw(random, 4);
        const got = fieldsOf(await subject.call({ ...given.weights }, [...given.z], given.rate), names);
        const { w, c } = given.weights;
        return expectNumbers([got.w, got.c], [w, c], {
          asked: "After the generator's step [w, c] =",
          otherwise: "These are the discriminator's weights. The generator's step may not change them.",
        });
      },
    },
    {
      name: "one latent, z = 0: b moves to where D says more",
      run: (subject, random) => ask(subject, { ...draw(random, 1), z: [0] }, "For the latent 0"),
    },
    {
      name: "one latent: a and b both move",
      run: (subject, random) =>
        ask(subject, { ...draw(random, 1), z: [1.5 + random.uniform()] }, "For one latent"),
    },
    {
      name: "a batch: the mean over its latents",
      run: (subject, random) => ask(subject, draw(random, between(random, 5, 9)), "For a batch"),
    },
    {
      name: "a generator that fools D often is still pushed on",
      run: (subject, random) => {
        const given = draw(random, 6);
        const { w } = given.weights;
        const sure = { ...given.weights, a: 0.1, b: 2 / w, c: 1.5 };
        return ask(subject, { ...given, weights: sure }, "Where D(G(z)) is about 0.97");
      },
    },
    {
      name: "a discriminator that likes small numbers pushes the other way",
      run: (subject, random) => {
        const given = draw(random, 6);
        return ask(
          subject,
          { ...given, weights: { ...given.weights, w: -given.weights.w } },
          "For w below 0",
        );
      },
    },
  ],
};
