import type { Rng } from "../../engine/rng";
import { between } from "../draw";
import { expectNumbers, numbersIn } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";

const HOURS_A_DAY = 6;

interface Run {
  perSecond: number;
  minutes: number;
  secondsEach: number;
}

const days = ({ perSecond, minutes, secondsEach }: Run): number =>
  (perSecond * minutes * 60 * secondsEach) / (HOURS_A_DAY * 3600);

async function ask(subject: Subject, run: Run): Promise<string | undefined> {
  const { perSecond, minutes, secondsEach } = run;
  const right = days(run);
  return expectNumbers(await subject.call(perSecond, minutes, secondsEach), right, {
    asked: `For ${perSecond} pictures a second, ${minutes} minutes and ${secondsEach} seconds for each`,
    tolerance: 1e-9,
    traps: [
      { value: right / 60, message: "The generator runs for minutes, and makes its pictures by the second." },
      { value: right * HOURS_A_DAY, message: "Those are hours of work. A person works six of them a day." },
      { value: right * 3600, message: "That divides by six only: six hours have more seconds than six." },
      { value: (right * HOURS_A_DAY) / 24, message: "Nobody looks for 24 hours a day: six." },
      {
        value: (right * HOURS_A_DAY) / 8,
        message: "A working day here has six hours of looking, not eight.",
      },
      { value: right / secondsEach, message: "Each look takes `secondsEach` seconds, and yours takes one." },
      {
        value: right / secondsEach ** 2,
        message:
          "Somebody who looks longer at each picture needs more days, not fewer: multiply by `secondsEach`.",
      },
      { value: Math.ceil(right), message: "Do not round up: part of a day is part of a day." },
      { value: Math.round(right), message: "Do not round: part of a day is part of a day." },
    ],
  });
}

const check = (name: string, draw: (random: Rng) => Run): Check => ({
  name,
  run: (subject, random) => ask(subject, draw(random)),
});

export const daysToReview: CheckedQuestion = {
  kind: "function",
  id: "stake/days-to-review",
  title: "Who looks at all that?",
  points: 4,
  answer: "daysToReview",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "First count the pictures, then the seconds that a person needs for them, then the working days that these seconds are.",
    "Minutes times 60 are seconds. A working day has 6 times 3,600 seconds.",
    "pictures = perSecond * minutes * 60; seconds = pictures * secondsEach; then divide by the seconds of a working day.",
  ],
  checks: [
    // Whole days, so that rounding alone does not fail here.
    check("one second for each picture", (random) => ({
      perSecond: 36 * between(random, 6, 25),
      minutes: 10 * between(random, 1, 5),
      secondsEach: 1,
    })),
    check("a longer look", (random) => ({
      perSecond: between(random, 200, 900),
      minutes: between(random, 3, 50),
      secondsEach: between(random, 3, 9),
    })),
    check("a slow generator, less than a day of work", (random) => ({
      perSecond: (1 + 2 * random.integer(4)) / 16,
      minutes: between(random, 3, 20),
      secondsEach: between(random, 2, 9),
    })),
    {
      name: "twice the pictures, twice the days",
      async run(subject, random) {
        const [minutes, secondsEach] = [between(random, 3, 50), between(random, 2, 9)];
        const perSecond = between(random, 200, 900) + 0.5;
        const once = await subject.call(perSecond, minutes, secondsEach);
        const twice = await subject.call(2 * perSecond, minutes, secondsEach);
        return expectNumbers(twice, 2 * (numbersIn(once)?.[0] ?? NaN), {
          asked: `A generator that is twice as fast as ${perSecond} pictures a second makes twice the work:`,
          tolerance: 1e-9,
          otherwise: "Is something rounded on the way?",
        });
      },
    },
  ],
};
