import { describe, expectNumbers, fieldsOf } from "../expect";
import type { CheckedQuestion } from "../types";

const GAMMAS = [0.25, 0.5, 1, 2, 4];
const [ETA, NEAR] = [0.2, 0.01];
const fields = ["gamma", "steps", "without"] as const;

type Distance = (theta: number, psi: number) => number;

/** Oracle, written out: steps until the distance is below 0.01 for the first time. */
function stepsNeeded(gamma: number, options: { distance?: Distance; answersLate?: boolean } = {}): number {
  const { distance = Math.hypot, answersLate = false } = options;
  let [theta, psi, steps] = [1, 0, 0];
  while (distance(theta, psi) >= NEAR) {
    const score = 1 / (1 + Math.exp(-psi * theta));
    const nextTheta = theta + ETA * score * psi;
    const seen = answersLate ? nextTheta : theta;
    const seenScore = answersLate ? 1 / (1 + Math.exp(-psi * seen)) : score;
    psi += ETA * (-seenScore * seen - gamma * psi);
    theta = nextTheta;
    steps++;
  }
  return steps;
}

const needed = GAMMAS.map((gamma) => stepsNeeded(gamma));
const fewest = Math.min(...needed);
const best = GAMMAS[needed.indexOf(fewest)]!;

const wrongWays: Record<string, string> = {
  "comes closer": "Print the distance after 10, 100 and 1,000 steps without penalty.",
  circles:
    "In tiny steps it would. Each real step leaves the circle outwards: print the distance after 1,000.",
};

export const damping: CheckedQuestion = {
  kind: "experiment",
  id: "minimax/damping",
  title: "How much brake?",
  points: 6,
  answer: "damping",
  needs: "nothing",
  imports: ["diracField", "playOut", "simultaneousPlay"],
  seconds: 10,
  hints: [
    "playOut(simultaneousPlay, diracField({ gamma }), { start: [1, 0], rate: 0.2, steps: 500 }) is the whole path. Which entry is the first that is near enough?",
    "path.findIndex(([theta, psi]) => Math.hypot(theta, psi) < 0.01): entry 0 is the start, so the index is the number of steps.",
    "Do that for each of the five gammas, and take the one with the smallest index. For `without`, compare Math.hypot at the end of a path with gamma 0 and at its start.",
  ],
  checks: [
    {
      name: "the penalty that is fastest",
      weight: 2,
      async run(subject) {
        const { gamma } = fieldsOf(await subject.value(), fields);
        if (gamma === undefined) return "There is no number for gamma yet.";
        if (typeof gamma !== "number" || !GAMMAS.includes(gamma)) {
          return `gamma should be one of ${GAMMAS.join(", ")}. Yours is ${describe(gamma)}.`;
        }
        if (gamma === best) return undefined;
        return gamma > best
          ? "A stronger brake is not always faster: with it the generator only creeps. Compare the step counts."
          : "With so weak a brake the two still circle for a long time. Compare the step counts.";
      },
    },
    {
      name: "how many steps it needs",
      weight: 2,
      async run(subject) {
        const { steps } = fieldsOf(await subject.value(), fields);
        if (steps === undefined) return "There is no number for steps yet.";
        return expectNumbers(steps, fewest, {
          asked: "For steps",
          tolerance: 0,
          isSecret: true,
          traps: [
            { value: fewest + 1, message: "The start is not a step." },
            { value: fewest - 1, message: "Count the step that brings it near enough, too." },
            {
              value: stepsNeeded(best, { answersLate: true }),
              message: "Those are alternating steps. Here both step at once.",
            },
            {
              value: stepsNeeded(best, { distance: (a, b) => a * a + b * b }),
              message: "0.01 is the distance, not its square.",
            },
            {
              value: stepsNeeded(best, { distance: (a) => Math.abs(a) }),
              message: "Both numbers count: theta and psi.",
            },
            ...GAMMAS.filter((gamma) => gamma !== best).map((gamma) => ({
              value: stepsNeeded(gamma),
              message: `That is right for gamma = ${gamma}, which is not the fastest.`,
            })),
          ],
        });
      },
    },
    {
      name: "what happens without a penalty",
      async run(subject) {
        const { without } = fieldsOf(await subject.value(), fields);
        if (without === undefined) return "There is no word for without yet.";
        if (typeof without !== "string") return `Choose a word. Yours is ${describe(without)}.`;
        const word = without.trim().toLowerCase();
        if (word === "goes away") return undefined;
        return wrongWays[word] ?? 'Choose "comes closer", "circles" or "goes away".';
      },
    },
  ],
};
