/** Numbers about a class, question by question and check by check. */
import type { GradeRow } from "../class/gradebook";

export interface CheckStatistic {
  question: string;
  check: string;
  /** Share of those who handed in a readable notebook. */
  passRate: number;
  passed: number;
  total: number;
}

export interface QuestionStatistic {
  id: string;
  title: string;
  /** Mean share of its points; NaN while somebody still has to mark one. */
  meanShare: number;
  /** Milliseconds of all checks of one answer. */
  median: number;
  p95: number;
  attempted: number;
}

/** Rows of one exercise that were graded. */
const graded = (rows: readonly GradeRow[]) =>
  rows.flatMap(({ result, questions }) =>
    result === undefined || result.problem !== undefined
      ? []
      : { questions: result.questions, marks: questions },
  );

export function checkStatistics(rows: readonly GradeRow[]): CheckStatistic[] {
  const all = new Map<string, CheckStatistic>();
  for (const { questions } of graded(rows)) {
    for (const { id, checks } of questions) {
      for (const { name, verdict } of checks) {
        const key = JSON.stringify([id, name]);
        const one = all.get(key) ?? { question: id, check: name, passRate: 0, passed: 0, total: 0 };
        one.total++;
        if (verdict === "pass") one.passed++;
        one.passRate = one.passed / one.total;
        all.set(key, one);
      }
    }
  }
  return [...all.values()];
}

export function questionStatistics(rows: readonly GradeRow[]): QuestionStatistic[] {
  const submissions = graded(rows);
  return (submissions[0]?.questions ?? []).map(({ id, title }) => {
    const answers = submissions.flatMap(({ questions, marks }) => {
      const [question, mark] = [questions.find((one) => one.id === id), marks.find((one) => one.id === id)];
      return question === undefined || mark === undefined ? [] : { ...question, mark };
    });
    const attempted = answers.filter(({ verdict }) => verdict !== "missing" && verdict !== "not-attempted");
    const isOpen = answers.some(({ mark }) => mark.isOpen);
    const times = attempted.map(({ checks }) =>
      checks.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    );
    return {
      id,
      title,
      meanShare: isOpen ? NaN : mean(answers.map(({ mark }) => mark.points / mark.maxPoints)),
      median: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      attempted: attempted.length,
    };
  });
}

/** NaN for none. */
export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Nearest rank: the smallest value that at least this share of all values does not exceed. NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
