import { mean, normals, uniforms } from "../draw";
import { describe, expectNumbers, fieldsOf, number } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

interface Losses {
  d: number;
  g: number;
}

/** -log(1 / (1 + e^-x)) in a form that stays finite: the larger of -x and 0, plus a rest between 0 and log 2. */
const costOfReal = (x: number) => Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const costOfFake = (x: number) => costOfReal(-x);

function lossesOf(real: readonly number[], fake: readonly number[]): Losses {
  return { d: mean(real.map(costOfReal)) + mean(fake.map(costOfFake)), g: mean(fake.map(costOfReal)) };
}

/** The article's listing runs its labels through a sigmoid, so that "real" becomes 0.731. */
const softLabel = 1 / (1 + Math.exp(-1));

interface Logits {
  real: number[];
  fake: number[];
}

async function ask(subject: Subject, { real, fake }: Logits, [which, asked]: [keyof Losses, string]) {
  const got = fieldsOf(await subject.call(real, fake), ["d", "g"]);
  const right = lossesOf(real, fake);
  const swapped = lossesOf(fake, real);
  const soft = mean(fake.map((x) => softLabel * costOfReal(x) + (1 - softLabel) * costOfFake(x)));
  const traps = {
    d: [
      {
        value: swapped.d,
        message: "Real and fake have changed places: real pictures should get high logits.",
      },
      { value: right.d / 2, message: "The two means are added, not averaged." },
      { value: right.d * real.length, message: "Take the mean over the batch, not the sum." },
      {
        value: mean(real.map(costOfReal)),
        message: "The half for the fakes is missing: the discriminator sees both.",
      },
      {
        value: mean(real.map(costOfReal)) + mean(fake.map(costOfReal)),
        message: "For a fake the discriminator's cost is -log(1 - D), not -log D.",
      },
    ],
    g: [
      {
        value: -mean(fake.map(costOfFake)),
        message: "That is the saturating loss, log(1 - D). Where the fakes are bad, its slope is almost 0.",
      },
      {
        value: mean(fake.map(costOfFake)),
        message:
          "That is what the discriminator pays for fakes. The generator wants them taken for real: -log D.",
      },
      { value: mean(real.map(costOfReal)), message: "The generator's loss looks at the fakes." },
      { value: right.g * fake.length, message: "Take the mean over the batch, not the sum." },
      {
        value: soft,
        message:
          "The label of real is 1. A sigmoid over the label makes 0.731 of it, as in the article's listing.",
      },
    ],
  }[which];
  return expectNumbers(got[which], right[which], {
    asked: `${asked}: ${which} =`,
    traps,
    tolerance: 1e-5,
    otherwise: Number.isFinite(got[which])
      ? ""
      : `The result is not a finite number (${describe(got[which])}).`,
  });
}

const overflow =
  "The sigmoid of a large logit is rounded to exactly 0 or 1, and the logarithm of 0 is infinite. Work from the logit itself.";

export const losses: CheckedQuestion = {
  kind: "function",
  id: "dcgan/losses",
  title: "Losses from logits",
  points: 8,
  answer: "losses",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "D(x) is the sigmoid of the logit. Put that into the two formulas of section 9, and simplify.",
    "-log sigmoid(x) = log(1 + e^-x), and -log(1 - sigmoid(x)) = log(1 + e^x). One of them overflows at +1,000, the other at -1,000.",
    "log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), and e^-|x| never overflows. Math.log1p(y) is log(1 + y).",
  ],
  checks: [
    {
      name: "an undecided discriminator pays 2 log 2, its generator log 2",
      run: async (subject) => {
        const zeros = [0];
        return (
          (await ask(subject, { real: zeros, fake: zeros }, ["d", "For one logit of 0 each"])) ??
          ask(subject, { real: zeros, fake: zeros }, ["g", "For one logit of 0 each"])
        );
      },
    },
    {
      name: "the discriminator wants real high and fake low",
      run: (subject, random) =>
        ask(subject, { real: normals(random, 7, { mean: 1 }), fake: normals(random, 7, { mean: -0.5 }) }, [
          "d",
          "For random logits",
        ]),
    },
    {
      name: "the generator wants fakes taken for real",
      run: (subject, random) =>
        ask(subject, { real: normals(random, 6, { mean: 1 }), fake: normals(random, 6, { mean: -1 }) }, [
          "g",
          "For random logits",
        ]),
    },
    {
      name: "means, also where the two batches differ in size",
      run: async (subject, random) => {
        const [real, fake] = [normals(random, 5), normals(random, 13)];
        return (
          (await ask(subject, { real, fake }, ["d", "For 5 real and 13 fake logits"])) ??
          ask(subject, { real, fake }, ["g", "For 5 real and 13 fake logits"])
        );
      },
    },
    {
      name: "right and finite at logits of hundreds",
      weight: 2,
      async run(subject, random) {
        const large = uniforms(random, 4, [800, 1000]);
        for (const [real, fake] of [
          [large, large.map((x) => -x)],
          [large.map((x) => -x), large],
        ] as const) {
          for (const which of ["d", "g"] as const) {
            const asked = `For real logits near ${number(Math.round(real[0]!))} and fake ones near ${number(Math.round(fake[0]!))}`;
            const message = await ask(subject, { real: [...real], fake: [...fake] }, [which, asked]);
            if (message !== undefined) return `${message} ${overflow}`;
          }
        }
        return undefined;
      },
    },
  ],
};
