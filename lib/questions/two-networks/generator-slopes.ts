import type { Rng } from "../../engine/rng";
import { mean, normals, oneOf, sum, uniforms } from "../draw";
import { expectNumbers, fieldsOf, number, numbersIn } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";
import { paint, sigmoid, slopesOfG } from "./straight-gan";
import type { Players } from "./straight-gan";

interface Case {
  z: number[];
  players: Players;
}

function randomCase(random: Rng, count: number): Case {
  const [a, b, c] = [
    uniforms(random, 1, [1.3, 1.9])[0]!,
    uniforms(random, 1, [0.3, 0.9])[0]!,
    uniforms(random, 1, [-1.2, -0.4])[0]!,
  ];
  const w = oneOf(random, [-1, 1]) * uniforms(random, 1, [0.5, 0.9])[0]!;
  return { z: normals(random, count, { mean: 0.4 }), players: { a, b, w, c } };
}

/** What known slips give instead, for a (each slope times z) or for b (times 1). */
function traps({ z, players }: Case, which: "a" | "b"): Trap[] {
  const { w, c } = players;
  const xs = paint(z, players);
  const factor = (i: number) => (which === "a" ? z[i]! : 1);
  const all = (slope: (x: number) => number) => xs.map((x, i) => slope(x) * factor(i));
  const score = (x: number) => sigmoid(w * x + c);
  const right = (x: number) => (score(x) - 1) * w;
  const fromZ = (value: number) => (sigmoid(w * value + c) - 1) * w;
  return [
    { value: -mean(all(right)), message: "The sign is turned round: that is the slope of minus the loss." },
    {
      value: mean(all((x) => score(x) - 1)),
      message: "The way to the generator leads through the discriminator: the factor w is missing.",
    },
    {
      value: mean(all((x) => -score(x) * w)),
      message: "That is the slope of the saturating loss, log(1 - D). Here the loss is -log D.",
    },
    {
      value: mean(all((x) => score(x) * w)),
      message: "That is the slope of the discriminator's price for fakes. The generator wants D = 1.",
    },
    { value: sum(all(right)), message: "Take the mean over the batch, not the sum." },
    { value: mean(xs.map(right)), message: "x = a z + b, so the slope by a has the factor z." },
    {
      value: mean(xs.map((x) => right(x) * x)),
      message: "The slope by a has the factor z, what a is multiplied by; not x.",
    },
    {
      value: mean(z.map((value, i) => fromZ(value) * factor(i))),
      message: "The discriminator sees x = a z + b, not z.",
    },
  ];
}

async function ask(subject: Subject, one: Case, which: "a" | "b"): Promise<string | undefined> {
  const { a, b, w, c } = one.players;
  const got = fieldsOf(await subject.call(one.z, { a, b, w, c }), ["a", "b"]);
  return expectNumbers(got[which], slopesOfG(one.z, one.players)[which], {
    asked:
      `For ${one.z.length === 1 ? "one latent" : `${one.z.length} latents`}, a = ${number(a)}, b = ${number(b)}, ` +
      `w = ${number(w)}, c = ${number(c)}: slope by ${which} =`,
    traps: traps(one, which),
    otherwise: "Compare with a finite difference of the loss.",
  });
}

const checks: Check[] = [
  {
    name: "gives { a, b }, two numbers",
    weight: 0.5,
    async run(subject, random) {
      const { z, players } = randomCase(random, 3);
      const got = fieldsOf(await subject.call(z, { ...players }), ["a", "b"]);
      return numbersIn(got.a)?.length === 1 && numbersIn(got.b)?.length === 1
        ? undefined
        : "a and b should each be one number.";
    },
  },
  {
    name: "b: one latent, through the discriminator",
    run: (subject, random) => ask(subject, randomCase(random, 1), "b"),
  },
  {
    name: "a: the same, times z",
    run: (subject, random) => ask(subject, randomCase(random, 1), "a"),
  },
  {
    name: "a batch: means",
    async run(subject, random) {
      const one = randomCase(random, 6);
      return (await ask(subject, one, "a")) ?? ask(subject, one, "b");
    },
  },
  {
    name: "right at logits of hundreds",
    async run(subject, random) {
      for (const b of [900, -900]) {
        const { z, players } = randomCase(random, 4);
        const one = { z, players: { ...players, w: 1, b } };
        const message = (await ask(subject, one, "a")) ?? (await ask(subject, one, "b"));
        if (message !== undefined) return `${message} Is the sigmoid finite for logits near ${b}?`;
      }
      return undefined;
    },
  },
];

export const generatorSlopes: CheckedQuestion = {
  kind: "function",
  id: "two-networks/generator-slopes",
  title: "The generator's gradient, through the discriminator",
  points: 6,
  answer: "generatorSlopes",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Walk forward for each z first: x, logit, D. Then walk back, and multiply what you find on the way.",
    "By the logit: D - 1. By x: that times w. By b: that times 1. By a: that times z.",
    "For one z: const x = a * z + b; const bySample = (D - 1) * w. Then take the means of bySample * z and of bySample.",
  ],
  checks,
};
