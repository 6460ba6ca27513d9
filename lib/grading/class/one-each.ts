/** One submission for each student and exercise: copies are told apart, or somebody is asked. */
import type { Submission } from "./collect";

/** The file under the exercise's own name wins over copies beside it; equal files are one; else none is graded. */
export function oneEach(submissions: readonly Submission[]): Submission[] {
  const groups = new Map<string, Submission[]>();
  for (const one of submissions) {
    const key = JSON.stringify(
      one.notebook === undefined ? [one.student, one.file] : [one.student, one.notebook],
    );
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(choose);
}

function choose(all: Submission[]): Submission {
  const [first] = all as [Submission];
  if (all.length === 1) return first;
  const files = all.map(({ file }) => file).join(", ");
  const named = all.filter(({ file, notebook }) => file.replace(/^.*[/ ]/, "") === `${notebook}.ipynb`);
  const isSame = all.every(({ hash }) => hash === first.hash);
  const chosen = named.length === 1 ? named[0] : isSame ? first : undefined;
  if (chosen !== undefined) {
    const repair = `There are ${all.length} notebooks of this exercise (${files}); ${chosen.file} was graded.`;
    return { ...chosen, repairs: [...chosen.repairs, repair] };
  }
  const problem =
    `There are ${all.length} notebooks of ${first.notebook} (${files}), and nobody can tell which one counts. ` +
    `Keep one of them, or name it ${first.notebook}.ipynb.`;
  return { ...first, packed: undefined, problem };
}
