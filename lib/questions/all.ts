/** All questions of the course, chapter by chapter. */
import { startHere } from "./00-start-here";
import { whatIsAtStake } from "./01-what-is-at-stake";
import { twoNetworks } from "./02-two-networks";
import { minimax } from "./03-minimax";
import { whenTrainingFails } from "./04-when-training-fails";
import { dcgan } from "./05-dcgan";
import { publishedListing } from "./06-the-published-listing";
import { measuring } from "./07-measuring";
import type { Question, QuestionSet } from "./types";

export const questionSets: readonly QuestionSet[] = [
  startHere,
  whatIsAtStake,
  twoNetworks,
  minimax,
  whenTrainingFails,
  dcgan,
  publishedListing,
  measuring,
];

/**
 * @throws RangeError when there is none with this id: it names those that look alike.
 */
export function findQuestion(id: string): Question {
  const all = questionSets.flatMap(({ questions }) => questions);
  const found = all.find((question) => question.id === id);
  if (found) return found;
  const word = id.split("/").at(-1) ?? "";
  const alike = all.filter((question) => word !== "" && question.id.includes(word));
  const names = (alike.length > 0 ? alike : all).map((question) => question.id).join(", ");
  throw new RangeError(`There is no question "${id}". Give one of: ${names}.`);
}

/**
 * @param notebook Name of the exercise notebook, with or without ".ipynb" and folders: "05-dcgan".
 * @returns Undefined where the course has no exercises of this name.
 */
export function findSet(notebook: string): QuestionSet | undefined {
  const name = notebook.replace(/^.*[\\/]/, "").replace(/\.ipynb$/, "");
  return questionSets.find((set) => set.notebook === name);
}
