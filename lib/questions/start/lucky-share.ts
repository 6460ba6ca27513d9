import { expectNumbers, filledIn, numbersIn } from "../expect";
import { AnswerError } from "../types";
import type { CheckedQuestion, Subject } from "../types";

const PLAYERS = 10_000;
const PICTURES = 12;
const ENOUGH = 9;

/** Exact: the share of coin tossers with at least `least` and at most `most` right, each with chance `chance`. */
function binomialShare(least: number, most: number, { chance = 0.5, pictures = PICTURES } = {}): number {
  let ways = 1; // choose(pictures, right)
  let share = 0;
  for (let right = 0; right <= pictures; right++) {
    if (right >= least && right <= most) share += ways * chance ** right * (1 - chance) ** (pictures - right);
    ways = (ways * (pictures - right)) / (right + 1);
  }
  return share;
}

async function shareOf(subject: Subject): Promise<number> {
  const numbers = numbersIn(filledIn(await subject.value()));
  if (numbers?.length !== 1) throw new AnswerError("luckyShare should be one number.", "fail");
  return numbers[0]!;
}

export const luckyShare: CheckedQuestion = {
  kind: "experiment",
  id: "start/lucky-share",
  title: "Nine right by luck",
  points: 4,
  answer: "luckyShare",
  needs: "nothing",
  imports: ["rng"],
  seconds: 10,
  hints: [
    "One player: toss twelve coins, count the heads. Then do that for every player, and count the players.",
    "The random numbers must go on from player to player: make one stream before the loop.",
    "A player is lucky with nine, ten, eleven or twelve right. Divide the number of lucky players by 10,000.",
  ],
  checks: [
    {
      name: "it is a share, counted over 10,000 players",
      async run(subject) {
        const share = await shareOf(subject);
        if (!(share >= 0 && share <= 1)) {
          return `A share lies between 0 and 1, and yours is ${share}. A count or a number of percent must still be divided.`;
        }
        const players = share * PLAYERS;
        return Math.abs(players - Math.round(players)) < 1e-6
          ? undefined
          : "With 10,000 players the share has at most four digits after the point. Did you count the players?";
      },
    },
    {
      name: "players differ from each other",
      async run(subject) {
        const share = await shareOf(subject);
        return share === 0 || share >= 1
          ? `Either all players were lucky or none (${share}). Does each player get random numbers of their own?`
          : undefined;
      },
    },
    {
      name: "nine or more of twelve, with a fair coin",
      weight: 2,
      async run(subject) {
        // One standard deviation of the share is 0.0026; the nearest misconception lies 0.019 away.
        return expectNumbers(await shareOf(subject), binomialShare(ENOUGH, PICTURES), {
          asked: "Even with the luck of 10,000 players,",
          isSecret: true,
          tolerance: 0.0095,
          traps: [
            {
              value: binomialShare(ENOUGH, ENOUGH),
              message: "You counted exactly nine. Ten, eleven and twelve are lucky, too.",
            },
            {
              value: binomialShare(ENOUGH + 1, PICTURES),
              message: "You counted more than nine. Nine is enough.",
            },
            { value: binomialShare(0, ENOUGH), message: "You counted nine or fewer." },
            { value: binomialShare(0, ENOUGH - 1), message: "You counted those who were not lucky." },
            {
              value: binomialShare(ENOUGH, PICTURES, { chance: 1 / 3 }),
              message:
                "With three possible guesses the chance is one third. There are only two: real or generated.",
            },
            {
              value: binomialShare(ENOUGH, PICTURES - 1, { pictures: PICTURES - 1 }),
              message: "Each player looked at eleven pictures. Count the rounds of your inner loop.",
            },
          ],
          otherwise:
            "Is each guess right with chance one half, and is each player's count of right guesses started at 0?",
        });
      },
    },
  ],
};
