/** What lateness costs: per cent of the points earned, for each day begun after the due time, up to a cap. */
import type { CourseFile } from "./course-file";

export interface Lateness {
  due: Date | undefined;
  /** Days begun after the due time; 0 when in time or within the grace. */
  daysLate: number;
  /** Per cent of the points earned that are taken off. */
  percent: number;
}

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;

/**
 * percent = min(cap, perDay · ceil((time - due) / 1 day)) where time - due > grace, else 0. Once the grace is over the
 * days count from the due time. An extension replaces the due time.
 *
 * @param names All names of the student; the first extension for one of them counts.
 */
export function lateness(
  { assignments, late, extensions }: CourseFile,
  names: readonly string[],
  submission: { notebook: string; time: Date },
): Lateness {
  const extension = extensions.find(
    ({ student, assignment }) => names.includes(student) && assignment === submission.notebook,
  );
  const due = extension?.due ?? assignments[submission.notebook]?.due;
  const by = due === undefined ? 0 : submission.time.getTime() - due.getTime();
  if (by <= (late?.graceMinutes ?? 0) * MINUTE) return { due, daysLate: 0, percent: 0 };
  const daysLate = Math.ceil(by / DAY);
  return { due, daysLate, percent: Math.min(late?.capPercent ?? 0, daysLate * (late?.percentPerDay ?? 0)) };
}
