/** The words of a check, the same in a notebook and in a terminal. */
import { pointsEarned, questionVerdict } from "./run-checks";
import type { CheckResult } from "./run-checks";
import { isUntouched } from "./attempts";
import type { CheckedQuestion, ProseQuestion, Question, Verdict } from "./types";

const words: Record<Verdict, [sign: string, word: string]> = {
  pass: ["✓", "passed"],
  fail: ["✗", "not passed"],
  error: ["✗", "error"],
  timeout: ["✗", "took too long"],
  memory: ["✗", "took too much memory"],
  output: ["✗", "printed or returned too much"],
  crash: ["✗", "ended early"],
  tampered: ["✗", "not passed"],
  "not-attempted": ["–", "no answer yet"],
  missing: ["–", "missing"],
  "to-mark": ["–", "marked by a person"],
};

export interface Headline {
  title: string;
  summary: string;
}

export function headline(question: CheckedQuestion, results: readonly CheckResult[]): Headline {
  const passed = results.filter(({ verdict }) => verdict === "pass").length;
  const points = pointsEarned(results);
  const title = `${question.id}: ${question.title}`;
  if (isUntouched(results)) return { title, summary: "There is no answer yet." };
  const counts = `${passed} of ${results.length} checks passed, ${pointsText(points)} of ${question.points} points`;
  return {
    title,
    summary:
      questionVerdict(results) === "pass"
        ? `All ${results.length} checks passed, ${question.points} points.`
        : `${counts}.`,
  };
}

/** 2.5 -> "2.5", 3 -> "3". */
export const pointsText = (points: number): string => String(Number(points.toFixed(2)));

/** Each distinct message once: an error of the whole answer would stand under every check. */
export function rowsOf(
  results: readonly CheckResult[],
): { sign: string; word: string; name: string; message: string }[] {
  return results.map(({ name, verdict, message }, i) => {
    const [sign, word] = words[verdict];
    const isRepeated = i > 0 && message !== "" && message === results[i - 1]!.message;
    return { sign, word, name, message: isRepeated ? "The same." : message };
  });
}

/** `hints`: how many are to be seen. */
export function hintText(question: Question, hints: number): string {
  if (hints < 1) return "";
  return `Hint ${hints} of ${question.hints.length}: ${question.hints[hints - 1]!}`;
}

export function verdictText(
  question: CheckedQuestion,
  results: readonly CheckResult[],
  hint: string,
): string {
  const { title, summary } = headline(question, results);
  const rows = isUntouched(results)
    ? []
    : rowsOf(results).map(
        ({ sign, word, name, message }) => `  ${sign} ${name}: ${word}${message ? `\n      ${message}` : ""}`,
      );
  return [title, ...rows, `  ${summary}`, ...(hint ? [`  ${hint}`] : [])].join("\n");
}

export function proseText({ id, title, points, rubric }: ProseQuestion): string {
  const lines = rubric.map((item) => `  ${item.points} of ${points} points: ${item.text}`);
  return [`${id}: ${title}`, "  A person marks this answer. They look for:", ...lines].join("\n");
}
