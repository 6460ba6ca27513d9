import type { Rng } from "../../engine/rng";
import { normals, uniforms } from "../draw";
import { expectNumbers, fieldsOf, number, numbersIn } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";
import { paint, sigmoid, slopesOfD, slopesOfG } from "./straight-gan";
import type { Players } from "./straight-gan";

interface Round {
  players: Players;
  real: number[];
  /** Latents of the discriminator's half, and of the generator's. */
  z: number[];
  z2: number[];
  rates: { d: number; g: number };
}

function randomRound(random: Rng, rates: Partial<Round["rates"]> = {}): Round {
  const one = (low: number, high: number) => uniforms(random, 1, [low, high])[0]!;
  return {
    players: { a: one(0.8, 1.6), b: one(-0.5, 0.5), w: one(0.3, 0.9), c: one(-0.6, -0.1) },
    real: normals(random, 5, { mean: 2 }),
    z: normals(random, 5),
    z2: normals(random, 5, { mean: 0.5 }),
    rates: { d: one(0.5, 0.8), g: one(0.2, 0.4), ...rates },
  };
}

function moveD({ players, real, rates }: Round, z: readonly number[], painter: Players): Players {
  const slopes = slopesOfD(real, paint(z, painter), players);
  return { ...players, w: players.w - rates.d * slopes.w, c: players.c - rates.d * slopes.c };
}

function moveG(
  z: readonly number[],
  { players, judge, rate }: { players: Players; judge: Players; rate: number },
): Players {
  const slopes = slopesOfG(z, { ...players, w: judge.w, c: judge.c });
  return { ...players, a: players.a - rate * slopes.a, b: players.b - rate * slopes.b };
}

function play(round: Round): Players {
  const judged = moveD(round, round.z, round.players);
  return moveG(round.z2, { players: judged, judge: judged, rate: round.rates.g });
}

type Keys = readonly (keyof Players)[];

/** Rounds as others would play them. */
function traps(round: Round, keys: Keys): Trap[] {
  const { players, z, z2, rates } = round;
  const judged = moveD(round, z, players);
  const painted = moveG(z2, { players, judge: players, rate: rates.g });
  const values = (result: Players) => keys.map((key) => result[key]);
  const flipped = moveD({ ...round, rates: { d: -rates.d, g: -rates.g } }, z, players);
  const saturating = slopesOfSaturating(z2, judged);
  const rows: [Players, string][] = [
    [
      { ...judged, a: painted.a, b: painted.b },
      "The generator answered the old discriminator. In its half the discriminator has moved already.",
    ],
    [moveD(round, z, painted), "The discriminator moved after the generator. In this round it goes first."],
    [
      moveG(z, { players: judged, judge: judged, rate: rates.g }),
      "The generator's half has latents of its own, z2.",
    ],
    [
      moveG(z2, { players: moveD(round, z2, players), judge: moveD(round, z2, players), rate: rates.g }),
      "The discriminator's half has the latents z, not z2.",
    ],
    [
      moveG(z2, { players: judged, judge: judged, rate: rates.d }),
      "The generator has a learning rate of its own, rates.g.",
    ],
    [
      moveG(z2, { players: flipped, judge: flipped, rate: -rates.g }),
      "The steps go up the slopes. Both players go against theirs.",
    ],
    [
      { ...judged, a: judged.a - rates.g * saturating.a, b: judged.b - rates.g * saturating.b },
      "That is a step of the saturating loss. The generator's loss here is -log D.",
    ],
  ];
  return rows.map(([result, message]) => ({ value: values(result), message }));
}

function slopesOfSaturating(z: readonly number[], { a, b, w, c }: Players): { a: number; b: number } {
  const pushes = z.map((value) => -sigmoid(w * (a * value + b) + c) * w);
  const mean = (of: (push: number, i: number) => number) =>
    pushes.map(of).reduce((sum, term) => sum + term, 0) / pushes.length;
  return { a: mean((push, i) => push * z[i]!), b: mean((push) => push) };
}

const names: Keys = ["a", "b", "w", "c"];

async function call(subject: Subject, { players, real, z, z2, rates }: Round) {
  return fieldsOf(await subject.call({ ...players }, { real, z, z2 }, { ...rates }), names);
}

async function ask(subject: Subject, round: Round, keys: Keys): Promise<string | undefined> {
  const got = await call(subject, round);
  const right = play(round);
  const given = keys.map((key) => numbersIn(got[key])?.[0] ?? NaN);
  const { d, g } = round.rates;
  return expectNumbers(
    given,
    keys.map((key) => right[key]),
    {
      asked: `With rates d = ${number(d)} and g = ${number(g)}: [${keys.join(", ")}] after one round =`,
      traps: traps(round, keys),
      otherwise: "Play the two halves one after the other, and print the four numbers after each.",
    },
  );
}

const checks: Check[] = [
  {
    name: "gives { a, b, w, c }, four numbers",
    weight: 0.5,
    async run(subject, random) {
      const got = await call(subject, randomRound(random));
      const isNumber = (key: keyof Players) => Number.isFinite(numbersIn(got[key])?.[0]);
      return names.every(isNumber) ? undefined : "a, b, w and c should each be one finite number.";
    },
  },
  {
    name: "the discriminator's half changes w and c",
    run: (subject, random) => ask(subject, randomRound(random, { g: 0 }), ["w", "c"]),
  },
  {
    name: "the discriminator's half leaves a and b alone",
    run: (subject, random) => ask(subject, randomRound(random, { g: 0 }), ["a", "b"]),
  },
  {
    name: "the generator's half changes a and b, with latents of its own",
    run: (subject, random) => ask(subject, randomRound(random, { d: 0 }), ["a", "b"]),
  },
  {
    name: "the generator's half leaves w and c alone",
    run: (subject, random) => ask(subject, randomRound(random), ["w", "c"]),
  },
  {
    name: "the generator answers the discriminator as it is now",
    weight: 2,
    run: (subject, random) => ask(subject, randomRound(random), ["a", "b"]),
  },
];

export const oneRound: CheckedQuestion = {
  kind: "function",
  id: "two-networks/one-round",
  title: "One round by hand",
  points: 8,
  answer: "oneRound",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Two halves, one after the other. Each takes its slopes with the numbers as they are at that moment.",
    "First half: pictures from z with the old a and b; new w and c. Second half: pictures from z2 with the old a and b; slopes through the new w and c.",
    "You may use the formulas of exercises 1 and 2 as they are: weight - rate * slope, with rates.d in the first half and rates.g in the second.",
  ],
  checks,
};
