import { expectNumbers, filledIn, numbersIn } from "../expect";
import { AnswerError } from "../types";
import type { CheckedQuestion, Subject } from "../types";

const GOOD = 1 / 6;
const WANTED = 8;
const SURE = 0.95;
/** With 10,000 rows, luck moves the answer by one at most times; two are granted. */
const GRANTED = 2;

/** Exact: the chance that at least `wanted` of `drawn` pictures are good. */
function chanceOf(drawn: number, { wanted = WANTED, good = GOOD } = {}): number {
  let ways = 1; // choose(drawn, k)
  let fewer = 0;
  for (let k = 0; k < wanted; k++) {
    fewer += ways * good ** k * (1 - good) ** (drawn - k);
    ways = (ways * (drawn - k)) / (k + 1);
  }
  return 1 - fewer;
}

function smallest(sure: number, options: { wanted?: number; good?: number } = {}): number {
  let drawn = options.wanted ?? WANTED;
  while (chanceOf(drawn, options) < sure) drawn++;
  return drawn;
}

async function numberOf(subject: Subject): Promise<number> {
  const numbers = numbersIn(filledIn(await subject.value()));
  if (numbers?.length !== 1) throw new AnswerError("picturesNeeded should be one number.", "fail");
  return numbers[0]!;
}

const isNear = (got: number, value: number) => Math.abs(got - value) <= 1;

export const picturesNeeded: CheckedQuestion = {
  kind: "experiment",
  id: "stake/pictures-needed",
  title: "A row of eight",
  points: 5,
  answer: "picturesNeeded",
  needs: "nothing",
  imports: ["rng"],
  seconds: 20,
  hints: [
    "48 pictures give eight good ones in the mean. Then about every second company is disappointed.",
    "Let many companies draw until they have eight good pictures, and note for each how many it drew. Or: for one number of pictures, count how often at least eight are good.",
    "Sort the numbers that the companies drew: the one that 95 of 100 do not exceed is the answer.",
  ],
  checks: [
    {
      name: "a number of pictures",
      async run(subject) {
        const got = await numberOf(subject);
        return Number.isInteger(got) && got >= WANTED
          ? undefined
          : `Expected a whole number of pictures, at least ${WANTED}. Your answer is ${got}.`;
      },
    },
    {
      name: "sure enough",
      weight: 2,
      async run(subject) {
        const got = await numberOf(subject);
        const right = smallest(SURE);
        if (got >= right - GRANTED) return undefined;
        const chance = Math.round(100 * chanceOf(Math.max(WANTED, Math.floor(got))));
        const start = `Of ${got} pictures at least ${WANTED} are good with a chance of about ${chance} %.`;
        if (isNear(got, WANTED / GOOD)) return `${start} That is the number that gives eight in the mean.`;
        if (isNear(got, smallest(0.9)))
          return `${start} You asked for nine rows in ten; wanted are 95 in 100.`;
        if (isNear(got, smallest(SURE, { wanted: 1 })))
          return `${start} That is enough for *one* good picture.`;
        if (isNear(got, smallest(0.5))) return `${start} You asked for every second row.`;
        return `${start} Too few for 95 %.`;
      },
    },
    {
      name: "and no more than needed",
      weight: 2,
      async run(subject) {
        const got = await numberOf(subject);
        const right = smallest(SURE);
        if (got <= right + GRANTED) return undefined;
        if (isNear(got, smallest(0.99))) return "That is enough for 99 rows in 100. Wanted are 95.";
        return expectNumbers(got, right, {
          asked: "For 95 rows in 100",
          isSecret: true,
          traps: [
            {
              value: smallest(SURE, { wanted: 2 * WANTED }),
              message: "That is enough for sixteen good ones.",
            },
          ],
          otherwise: "Fewer pictures are enough. Do you count rows with more than eight good ones, too?",
        });
      },
    },
  ],
};
