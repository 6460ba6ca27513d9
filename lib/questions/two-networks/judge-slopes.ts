import type { Rng } from "../../engine/rng";
import { between, mean, normals, sum, uniforms } from "../draw";
import { expectNumbers, fieldsOf, number, numbersIn } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";
import { sigmoid, slopesOfD } from "./straight-gan";

interface Case {
  real: number[];
  fake: number[];
  w: number;
  c: number;
}

function randomCase(random: Rng, [realCount, fakeCount]: readonly [number, number]): Case {
  return {
    real: normals(random, realCount, { mean: 2 }),
    fake: normals(random, fakeCount, { mean: -0.5 }),
    w: uniforms(random, 1, [0.4, 1.2])[0]!,
    c: uniforms(random, 1, [-0.8, -0.2])[0]!,
  };
}

const words = ({ real, fake, w, c }: Case) =>
  `For ${real.length} real and ${fake.length} generated pictures, w = ${number(w)} and c = ${number(c)}`;

/** What known slips give instead, for w (each slope times x) or for c (times 1). */
function traps({ real, fake, w, c }: Case, which: "w" | "c"): Trap[] {
  const score = (x: number) => sigmoid(w * x + c);
  const times = (slope: (x: number) => number) => (x: number) => slope(x) * (which === "w" ? x : 1);
  const [onReal, onFake] = [real.map(times((x) => score(x) - 1)), fake.map(times(score))];
  return [
    {
      value: -mean(onReal) - mean(onFake),
      message: "The signs are turned round: that is the slope of minus the loss.",
    },
    {
      value: mean(real.map(times(score))) + mean(onFake),
      message: "For a real picture the truth is 1, so its slope by the logit is D - 1.",
    },
    {
      value: mean(onReal) + mean(fake.map(times((x) => score(x) - 1))),
      message: "For a generated picture the truth is 0, so its slope by the logit is D.",
    },
    {
      value: mean(real.map(times(score))) + mean(fake.map(times((x) => score(x) - 1))),
      message: "Real and generated pictures have changed places.",
    },
    {
      value: mean(onReal) - mean(onFake),
      message: "The slopes of the two means are added; D - 1 has its minus sign already.",
    },
    { value: sum(onReal) + sum(onFake), message: "Take the mean over each batch, not the sum." },
    {
      value: mean([...onReal, ...onFake]),
      message: "One mean over real and one over generated pictures, then added; not one mean over all.",
    },
    {
      value: mean(real.map((x) => score(x) - 1)) + mean(fake.map(score)),
      message: "The logit is w x + c, so its slope by w is x: that factor is missing.",
    },
    {
      value: mean(real.map(times((x) => w * x + c - 1))) + mean(fake.map(times((x) => w * x + c))),
      message: "D is the sigmoid of the logit, not the logit itself.",
    },
  ];
}

async function ask(subject: Subject, one: Case, which: "w" | "c"): Promise<string | undefined> {
  const got = fieldsOf(await subject.call(one.real, one.fake, one.w, one.c), ["w", "c"]);
  return expectNumbers(got[which], slopesOfD(one.real, one.fake, one)[which], {
    asked: `${words(one)}: slope by ${which} =`,
    traps: traps(one, which),
    otherwise: "Compare with a finite difference of the loss.",
  });
}

const checks: Check[] = [
  {
    name: "gives { w, c }, two numbers",
    weight: 0.5,
    async run(subject, random) {
      const { real, fake, w, c } = randomCase(random, [3, 3]);
      const got = fieldsOf(await subject.call(real, fake, w, c), ["w", "c"]);
      return numbersIn(got.w)?.length === 1 && numbersIn(got.c)?.length === 1
        ? undefined
        : "w and c should each be one number.";
    },
  },
  {
    name: "c: how wrong the answers are, on average",
    run: (subject, random) => ask(subject, randomCase(random, [5, 5]), "c"),
  },
  {
    name: "w: the same, times x",
    run: (subject, random) => ask(subject, randomCase(random, [5, 5]), "w"),
  },
  {
    name: "means, also where the two batches differ in size",
    async run(subject, random) {
      const one = randomCase(random, [between(random, 3, 5), between(random, 9, 12)]);
      return (await ask(subject, one, "w")) ?? ask(subject, one, "c");
    },
  },
  {
    name: "right at logits of hundreds",
    async run(subject, random) {
      const far = uniforms(random, 3, [800, 900]);
      for (const sign of [1, -1]) {
        const one = { real: far.map((x) => sign * x), fake: far.map((x) => -sign * x), w: 1, c: 0 };
        const message = (await ask(subject, one, "w")) ?? (await ask(subject, one, "c"));
        if (message !== undefined) {
          return `${message} e to the power of 800 is infinite, and infinite over infinite is not a number: see section 6.`;
        }
      }
      return undefined;
    },
  },
];

export const judgeSlopes: CheckedQuestion = {
  kind: "function",
  id: "two-networks/judge-slopes",
  title: "The discriminator's gradient",
  points: 6,
  answer: "judgeSlopes",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "First the slope by the logit, one for each picture; section 7 has it for a real and for a generated one.",
    "By the logit: D - 1 for a real picture, D for a generated one. By w: that times x. By c: that times 1.",
    "Take the mean over the real pictures, the mean over the generated ones, and add the two means.",
  ],
  checks,
};
