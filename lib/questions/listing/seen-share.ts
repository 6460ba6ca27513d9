import { expectNumbers, filledIn, numbersIn } from "../expect";
import { AnswerError } from "../types";
import type { CheckedQuestion, Subject } from "../types";

const PICTURES = 50_000;
const BATCH = 64;
const EPOCHS = 100;

/** Exact: after each draw with replacement a picture is still unseen with chance 1 - 1/n. */
function expectedShare(draws: number): number {
  let unseen = 1;
  for (let draw = 0; draw < draws; draw++) unseen *= 1 - 1 / PICTURES;
  return 1 - unseen;
}

async function shareOf(subject: Subject): Promise<number> {
  const numbers = numbersIn(filledIn(await subject.value()));
  if (numbers?.length !== 1) throw new AnswerError("seenShare should be one number.", "fail");
  return numbers[0]!;
}

export const seenShare: CheckedQuestion = {
  kind: "experiment",
  id: "listing/seen-share",
  title: "A hundred epochs of the listing",
  points: 4,
  answer: "seenShare",
  needs: "nothing",
  imports: ["rng"],
  seconds: 10,
  hints: [
    "Do what the loop does: for each epoch draw 64 places of 50,000, with replacement, and remember which ones came.",
    "A Set holds each place once, however often it is added.",
    "Add stream.integer(50_000) to the Set 100 times 64 times. Its size divided by 50,000 is the share.",
  ],
  checks: [
    {
      name: "it is a share, counted over 50,000 pictures",
      async run(subject) {
        const share = await shareOf(subject);
        if (!(share >= 0 && share <= 1))
          return `A share lies between 0 and 1, and yours is ${share}. Divide the count by the number of pictures.`;
        const count = share * PICTURES;
        return Math.abs(count - Math.round(count)) < 1e-6
          ? undefined
          : "Times 50,000 the share should be a whole number of pictures. Did you count them?";
      },
    },
    {
      name: "some pictures are seen, and most are not",
      async run(subject) {
        const share = await shareOf(subject);
        return share > 0.02 && share < 0.5
          ? undefined
          : `Your share is ${share}. How many draws are 100 batches of 64, and how many pictures are there?`;
      },
    },
    {
      name: "different pictures, drawn with replacement",
      weight: 2,
      async run(subject) {
        // One standard deviation of the share is 0.0004; the nearest misconception lies 0.008 away.
        return expectNumbers(await shareOf(subject), expectedShare(BATCH * EPOCHS), {
          asked: "Even with the luck of the draw,",
          isSecret: true,
          tolerance: 0.0022,
          traps: [
            {
              value: (BATCH * EPOCHS) / PICTURES,
              message: "That counts draws. A place that comes twice is one picture.",
            },
            {
              value: expectedShare(2 * BATCH * EPOCHS),
              message: "That is twice the number of draws. The discriminator sees 64 real pictures a batch.",
            },
            {
              value: 1 - expectedShare(BATCH * EPOCHS),
              message: "That is the share of the pictures that were never shown.",
            },
            { value: expectedShare(EPOCHS * 100), message: "A batch has 64 pictures, not 100." },
          ],
          otherwise: "Is the batch 64, are there 100 of them, and 50,000 pictures to draw from?",
        });
      },
    },
  ],
};
