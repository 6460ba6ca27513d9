import type { Rng } from "../../engine/rng";
import { oneOf, range } from "../draw";
import { firstMessage, numbersIn } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";

interface RuleLayer {
  kind: string;
}
interface Pair {
  generator: RuleLayer[];
  discriminator: RuleLayer[];
}

const layers = (names: string): RuleLayer[] =>
  names
    .trim()
    .split(/\s+/)
    .map((kind) => ({ kind }));

/** A pair that keeps all five rules, `depth` blocks deep. */
function soundPair(random: Rng): Pair {
  const [up, down] = [2 + random.integer(3), 2 + random.integer(3)];
  const blocks = (count: number, block: string) =>
    range(count)
      .map(() => block)
      .join(" ");
  return {
    generator: layers(
      `dense reshape batchNorm relu ${blocks(up, "transposed batchNorm relu")} transposed tanh`,
    ),
    discriminator: layers(`conv leakyRelu ${blocks(down, "conv batchNorm leakyRelu")} flatten dense`),
  };
}

type Breakage = (pair: Pair, random: Rng) => void;

/** Oracle: the checks know what is broken because they broke it. */
const breakages: Record<number, [what: string, breakIt: Breakage][]> = {
  1: [
    [
      "pooling in the discriminator",
      ({ discriminator }) => insertAfter(discriminator, ["leakyRelu", "maxPool"]),
    ],
    [
      "upsampling in the generator",
      ({ generator }, random) => insertAfter(generator, ["relu", "upsample"], random),
    ],
  ],
  2: [
    [
      "no batch norm in a block of the discriminator",
      ({ discriminator }, random) => removeOne(discriminator, "batchNorm", random),
    ],
    [
      "no batch norm in a block of the generator",
      ({ generator }, random) => removeOne(generator, "batchNorm", random),
    ],
    [
      "batch norm after the discriminator's first layer",
      ({ discriminator }) => insertAfter(discriminator, ["conv", "batchNorm"]),
    ],
    [
      "batch norm at the generator's output",
      ({ generator }) => generator.splice(-1, 0, { kind: "batchNorm" }),
    ],
  ],
  3: [
    [
      "a hidden dense layer in the discriminator",
      ({ discriminator }) => discriminator.splice(-1, 0, ...layers("dense batchNorm leakyRelu")),
    ],
    [
      "a hidden dense layer in the generator",
      ({ generator }) => generator.splice(1, 0, ...layers("batchNorm relu dense")),
    ],
    [
      "a dense layer at the discriminator's start",
      ({ discriminator }) => replaceOne(discriminator, ["conv", "dense"]),
    ],
    ["a dense layer at the generator's end", ({ generator }) => generator.splice(-2, 1, { kind: "dense" })],
  ],
  4: [
    [
      "leaky ReLU in the generator",
      ({ generator }, random) => replaceOne(generator, ["relu", "leakyRelu"], random),
    ],
    ["sigmoid at the generator's output", ({ generator }) => replaceOne(generator, ["tanh", "sigmoid"])],
  ],
  5: [
    [
      "plain ReLU in the discriminator",
      ({ discriminator }, random) => replaceOne(discriminator, ["leakyRelu", "relu"], random),
    ],
    ["a sigmoid at the discriminator's end", ({ discriminator }) => discriminator.push({ kind: "sigmoid" })],
  ],
};

function placesOf(list: readonly RuleLayer[], kind: string): number[] {
  return range(list.length).filter((i) => list[i]!.kind === kind);
}

/** After one layer of the kind: the first, or any where `random` is given. */
function insertAfter(list: RuleLayer[], [kind, added]: [string, string], random?: Rng): void {
  const places = placesOf(list, kind);
  list.splice((random ? oneOf(random, places) : places[0]!) + 1, 0, { kind: added });
}

function removeOne(list: RuleLayer[], kind: string, random: Rng): void {
  list.splice(oneOf(random, placesOf(list, kind)), 1);
}

function replaceOne(list: RuleLayer[], [kind, other]: [string, string], random?: Rng): void {
  const places = placesOf(list, kind);
  list[random ? oneOf(random, places) : places[0]!] = { kind: other };
}

async function ask(
  subject: Subject,
  pair: Pair,
  { broken, what }: { broken: readonly number[]; what: string },
) {
  const got = await subject.call(
    pair.generator.map((layer) => ({ ...layer })),
    pair.discriminator.map((layer) => ({ ...layer })),
  );
  const named = numbersIn(got);
  if (named === undefined)
    return "Expected a list of rule numbers, such as [2, 4], or [] where all rules are kept.";
  const found = [...new Set(named)].sort();
  if (found.join() === broken.join()) return undefined;
  const [missed, invented] = [
    broken.filter((rule) => !found.includes(rule)),
    found.filter((rule) => !broken.includes(rule)),
  ];
  const list = (pairLayers: readonly RuleLayer[]) => pairLayers.map(({ kind }) => kind).join(", ");
  return [
    `A pair with ${what}.`,
    missed.length > 0 ? `Rule ${missed.join(" and ")} is broken there, and you did not name it.` : "",
    invented.length > 0 ? `Rule ${invented.join(" and ")} is kept there, and you named it.` : "",
    `Generator: ${list(pair.generator)}. Discriminator: ${list(pair.discriminator)}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Every way in which this chapter breaks the rule, in pairs that are otherwise sound. */
function ruleCheck(rule: number, name: string): Check {
  return {
    name,
    run: (subject, random) =>
      firstMessage(breakages[rule]!, ([what, breakIt]) =>
        firstMessage(range(3), (round) => {
          const pair = soundPair(random.stream(what, round));
          breakIt(pair, random);
          return ask(subject, pair, { broken: [rule], what });
        }),
      ),
  };
}

export const brokenRules: CheckedQuestion = {
  kind: "function",
  id: "dcgan/broken-rules",
  title: "Which rules are broken?",
  points: 8,
  answer: "brokenRules",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Take one rule after the other. For rules 1, 3, 4 and 5 it is enough to look at the kinds of the layers, and at which is first or last.",
    "Rule 2: go from one layer with weights (dense, conv, transposed) to the next, and look whether a batchNorm stands between. Where may it not stand?",
    "For rule 2 make a list of true and false, one for each layer with weights. Generator: all true but the last. Discriminator: the first and the last false, all others true.",
  ],
  checks: [
    {
      name: "a pair that keeps all rules",
      run: (subject, random) =>
        firstMessage(range(3), (round) =>
          ask(subject, soundPair(random.stream(round)), { broken: [], what: "nothing broken" }),
        ),
    },
    ruleCheck(1, "rule 1: strides instead of pooling, in both networks"),
    ruleCheck(2, "rule 2: batch norm where it belongs, and only there"),
    ruleCheck(3, "rule 3: no hidden dense layers, in both networks"),
    ruleCheck(4, "rule 4: ReLU in the generator, tanh at its end"),
    ruleCheck(5, "rule 5: leaky ReLU in the discriminator"),
    {
      name: "the article's pair breaks two rules",
      run: (subject) =>
        ask(
          subject,
          {
            generator: layers(
              "dense batchNorm leakyRelu reshape transposed batchNorm leakyRelu transposed batchNorm leakyRelu transposed tanh",
            ),
            discriminator: layers("conv leakyRelu dropout conv leakyRelu dropout flatten dense"),
          },
          { broken: [2, 4], what: "the article's layers" },
        ),
    },
  ],
};
