import type { Rng } from "../../engine/rng";
import { mean, normals, uniforms } from "../draw";
import { expectNumbers } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

const names = ["saturating", "non-saturating", "least squares", "wasserstein"] as const;
type LossName = (typeof names)[number];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** |dL/dlogit| of the generator's loss of one sample. */
const slopes: Record<LossName, (logit: number) => number> = {
  saturating: sigmoid,
  "non-saturating": (logit) => sigmoid(-logit),
  "least squares": (logit) => Math.abs(logit - 1),
  wasserstein: () => 1,
};

const wrong: Record<LossName, [(logit: number) => number, string][]> = {
  saturating: [
    [(x) => sigmoid(-x), "That is the non-saturating loss. Differentiate log(1 - D) by the logit."],
    [(x) => sigmoid(x) * sigmoid(-x), "That is the slope of D itself. The logarithm divides it by 1 - D."],
    [
      (x) => 1 / (1 - sigmoid(x)),
      "That is the slope of log(1 - D) by D. By the logit it is times D (1 - D).",
    ],
    [(x) => Math.log1p(Math.exp(x)), "That is the loss. Its slope is asked for."],
  ],
  "non-saturating": [
    [sigmoid, "That is the saturating loss. Differentiate -log D by the logit."],
    [(x) => sigmoid(x) * sigmoid(-x), "That is the slope of D itself. The logarithm divides it by D."],
    [(x) => 1 / sigmoid(x), "That is the slope of -log D by D. By the logit it is times D (1 - D)."],
    [(x) => Math.log1p(Math.exp(-x)), "That is the loss. Its slope is asked for."],
  ],
  "least squares": [
    [(x) => Math.abs(x), "The generator of least squares is drawn to 1, not to 0."],
    [(x) => 2 * Math.abs(x - 1), "The chapter's loss has a 1/2 in front."],
    [(x) => (x - 1) ** 2 / 2, "That is the loss. Its slope is asked for."],
    [(x) => x - 1, "The size is asked for, so take each slope without its sign before the mean."],
    [(x) => Math.abs(sigmoid(x) - 1), "Least squares takes the logit as it is, without a sigmoid."],
  ],
  wasserstein: [
    [(x) => Math.abs(x), "That is the loss. Its slope is asked for."],
    [() => 0, "The critic's mean falls by as much as a logit falls: the slope is not 0."],
  ],
};

async function ask(subject: Subject, name: LossName, logits: number[]) {
  const right = mean(logits.map(slopes[name]));
  return expectNumbers(await subject.call(name, logits), right, {
    asked: `For "${name}" and logits near ${Math.round(mean(logits))}`,
    tolerance: 1e-6,
    traps: [
      ...wrong[name].map(([f, message]) => ({ value: mean(logits.map(f)), message })),
      { value: right * logits.length, message: "Take the mean over the samples, not the sum." },
      {
        value: right / logits.length,
        message: "Each sample's own loss is meant: do not divide by the batch once more.",
      },
      { value: -right, message: "The size is asked for, without a sign." },
    ],
    otherwise: "Work out the slope of the loss of one sample by its logit, on paper.",
  });
}

function check(name: LossName, weight: number, draw: (random: Rng) => number[]) {
  return {
    name: `${name}`,
    weight,
    run: (subject: Subject, random: Rng) => ask(subject, name, draw(random)),
  };
}

export const signalLeft: CheckedQuestion = {
  kind: "function",
  id: "failures/signal-left",
  title: "How much of the gradient is left?",
  points: 8,
  answer: "signalLeft",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Write down each generator's loss for one sample as a function of its logit s, with D = 1 / (1 + e^-s). Then differentiate by s.",
    "The slope of D by s is D (1 - D). So the slope of log(1 - D) is -D, and that of -log D is -(1 - D).",
    "Sizes: D; 1 - D; |s - 1|; 1. Take the mean over the logits. 1 - D is best computed as 1 / (1 + e^s).",
  ],
  checks: [
    {
      name: "one logit of 0",
      async run(subject) {
        for (const name of names) {
          const message = await ask(subject, name, [0]);
          if (message !== undefined) return message;
        }
        return undefined;
      },
    },
    check("saturating", 1, (random) => normals(random, 6)),
    check("non-saturating", 1, (random) => normals(random, 6)),
    check("least squares", 1, (random) => normals(random, 7, { mean: 1, spread: 2 })),
    check("wasserstein", 1, (random) => normals(random, 5, { spread: 3 })),
    {
      name: "a judge that is sure: one loss goes silent, the others do not",
      weight: 2,
      async run(subject, random) {
        const sure = uniforms(random, 5, [-30, -20]);
        for (const name of names) {
          const message = await ask(subject, name, sure);
          if (message !== undefined) return message;
        }
        return undefined;
      },
    },
    {
      name: "finite and right at logits of hundreds",
      weight: 2,
      async run(subject, random) {
        for (const sign of [1, -1]) {
          const far = uniforms(random, 4, [700, 900]).map((x) => sign * x);
          for (const name of names) {
            const message = await ask(subject, name, far);
            if (message !== undefined) return message;
          }
        }
        return undefined;
      },
    },
  ],
};
