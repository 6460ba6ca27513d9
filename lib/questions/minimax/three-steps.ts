import type { Rng } from "../../engine/rng";
import { oneOf, uniforms } from "../draw";
import { expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";

const ways = ["simultaneous", "alternating", "extraGradient"] as const;
type Way = (typeof ways)[number];

interface Play {
  c: number;
  x: number;
  y: number;
  eta: number;
}

/** Oracle: the matrices of the three steps for f = c x y, with k = eta c, applied to (x, y). */
function after({ c, x, y, eta }: Play): Record<Way, [number, number]> {
  const k = eta * c;
  return {
    simultaneous: [x - k * y, k * x + y],
    alternating: [x - k * y, k * x + (1 - k * k) * y],
    extraGradient: [(1 - k * k) * x - k * y, k * x + (1 - k * k) * y],
  };
}

function trapsOf(way: Way, play: Play): Trap[] {
  const { c, x, y, eta } = play;
  const k = eta * c;
  const right = after(play);
  const [nextX, nextY] = right.simultaneous;
  const common: Trap[] = [
    {
      value: after({ ...play, eta: -eta })[way],
      message: "Both go the wrong way: x makes f small, y makes it large.",
    },
    { value: after({ ...play, c: 1 })[way], message: "The factor c belongs to both slopes." },
  ];
  const own: Record<Way, Trap[]> = {
    simultaneous: [
      {
        value: [x - k * y, y - k * x],
        message: "y goes downhill too. It is the one that makes f large: add.",
      },
      { value: [x - k * x, y + k * y], message: "The slope of c x y by x is c y, and by y it is c x." },
      {
        value: right.alternating,
        message: "y already answers the new x. At once means: both from the old place.",
      },
    ],
    alternating: [
      { value: right.simultaneous, message: "y should answer x where it is now, after its step." },
      { value: [x - k * nextY, nextY], message: "Here x goes first, then y." },
    ],
    extraGradient: [
      {
        value: right.simultaneous,
        message: "That is the trial step. Go back, and use the slopes found there.",
      },
      {
        value: [nextX - k * nextY, nextY + k * nextX],
        message: "The real step starts at the old place; only its slopes are those of the trial place.",
      },
      { value: right.alternating, message: "Both slopes are taken at the trial place." },
    ],
  };
  return [...own[way], ...common];
}

async function ask(subject: Subject, play: Play, way: Way) {
  const got = fieldsOf(await subject.call(play.c, play.x, play.y, play.eta), ways);
  const words = `c = ${play.c.toFixed(2)}, (${play.x.toFixed(2)}, ${play.y.toFixed(2)}) and eta = ${play.eta.toFixed(2)}`;
  return expectNumbers(got[way], after(play)[way], {
    asked: `For ${words}: ${way} =`,
    tolerance: 1e-9,
    traps: trapsOf(way, play),
  });
}

function randomPlay(random: Rng, c: number): Play {
  const [x, y] = uniforms(random, 2, [0.4, 2]).map((v) => v * oneOf(random, [-1, 1])) as [number, number];
  return { c, x, y, eta: uniforms(random, 1, [0.2, 0.7])[0]! };
}

const check = (way: Way, name: string): Check => ({
  name,
  run: async (subject, random) =>
    (await ask(subject, randomPlay(random, 1), way)) ??
    ask(subject, randomPlay(random, uniforms(random, 1, [1.5, 3])[0]!), way),
});

export const threeSteps: CheckedQuestion = {
  kind: "function",
  id: "minimax/three-steps",
  title: "Three ways to take a step",
  points: 6,
  answer: "play",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Write down the two slopes of c x y first: by x and by y. x goes against its slope, y goes with its own.",
    "alternating: use the new x in y's step. extraGradient: first find the place after a simultaneous step, and take both slopes there.",
    "With nextX = x - eta * c * y and nextY = y + eta * c * x the last one is [x - eta * c * nextY, y + eta * c * nextX].",
  ],
  checks: [
    check("simultaneous", "both at once"),
    check("alternating", "one after the other"),
    check("extraGradient", "a trial step first"),
  ],
};
