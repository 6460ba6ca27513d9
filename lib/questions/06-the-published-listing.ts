import { betweenPoints } from "./listing/between-points";
import { bugReport } from "./listing/bug-report";
import { generatorStep } from "./listing/generator-step";
import { kinds } from "./listing/kinds";
import { normBlock } from "./listing/norm-block";
import { seenShare } from "./listing/seen-share";
import type { QuestionSet } from "./types";

export const publishedListing: QuestionSet = {
  notebook: "06-the-published-listing",
  title: "The published listing: exercises",
  questions: [kinds, generatorStep, seenShare, normBlock, betweenPoints, bugReport],
};
