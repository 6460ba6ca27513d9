/** What the words of `--only` choose. */
import { contestants, stepParts } from "./contestants";
import type { Contestant, StepPart } from "./contestants";

export interface Selection {
  parts: StepPart[];
  contestants: Contestant[];
  costs: boolean;
  grading: boolean;
}

const parts = [...stepParts, "costs", "grading"];

/**
 * @param words Names of parts and of contestants, in any order; none of a kind means all of it, but contestants alone
 *              leave costs and grading out.
 * @throws RangeError that lists the names there are.
 */
export function select(words: readonly string[]): Selection {
  const names = contestants.map(({ name }) => name);
  const unknown = words.find((word) => !parts.includes(word) && !names.includes(word));
  if (unknown !== undefined) {
    throw new RangeError(
      `--only does not know "${unknown}". Parts: ${parts.join(", ")}. Contestants: ${names.join(", ")}.`,
    );
  }
  const namedParts = words.filter((word) => parts.includes(word));
  const named = words.filter((word) => names.includes(word));
  const takes = (part: string) => (namedParts.length > 0 ? namedParts.includes(part) : true);
  const hasOnlyContestants = namedParts.length === 0 && named.length > 0;
  return {
    parts: stepParts.filter(takes),
    contestants: contestants.filter(({ name }) => named.length === 0 || named.includes(name)),
    costs: takes("costs") && !hasOnlyContestants,
    grading: takes("grading") && !hasOnlyContestants,
  };
}
