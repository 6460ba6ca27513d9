/** Grades of a class as the tables that spreadsheets, nbgrader, Canvas and Moodle read. */
import { writeCsv } from "../class/csv";
import type { CsvValue } from "../class/csv";
import type { Gradebook, GradeRow } from "../class/gradebook";
import { hundredths } from "../class/rounding";

/** Our own table: one line for each student and exercise, with a column for each question. */
export function gradesCsv({ rows }: Gradebook): string {
  const ids = [...new Set(rows.flatMap(({ questions }) => questions.map(({ id }) => id)))];
  const columns = [
    "student",
    "first_name",
    "last_name",
    "email",
    "notebook",
    "status",
    "submitted",
    "due",
    "days_late",
    "raw_score",
    "late_percent",
    "score",
    "max_score",
    "sandbox",
    ...ids,
  ];
  const lines = rows.map((row): CsvValue[] => [
    ...who(row),
    row.notebook,
    row.status,
    row.submission?.time.toISOString(),
    row.due?.toISOString(),
    row.daysLate,
    hundredths(row.raw),
    row.percent,
    hundredths(row.score),
    row.maxPoints,
    row.result?.sandbox,
    ...ids.map((id) => optional(row.questions.find((question) => question.id === id)?.points)),
  ]);
  return writeCsv(columns, lines);
}

const optional = (points: number | undefined) => (points === undefined ? undefined : hundredths(points));
const who = ({ student, person }: GradeRow) => [student, person?.firstName, person?.lastName, person?.email];

/** The eleven columns of `nbgrader export`. The penalty is in points. */
export function nbgraderCsv({ rows }: Gradebook): string {
  const columns = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
  ];
  const lines = rows.map((row): CsvValue[] => [
    row.notebook,
    pythonTime(row.due),
    pythonTime(row.submission?.time),
    row.student,
    row.person?.lastName,
    row.person?.firstName,
    row.person?.email,
    hundredths(row.raw),
    hundredths(row.raw - row.score),
    hundredths(row.score),
    row.maxPoints,
  ]);
  return writeCsv(columns, lines);
}

/** "2026-03-01 23:59:00", UTC. */
const pythonTime = (time: Date | undefined) => time?.toISOString().slice(0, 19).replace("T", " ");

/** Canvas's gradebook: a column for each exercise, and a second line with the points that can be had. */
export function canvasCsv({ rows }: Gradebook): string {
  const exercises = new Map(rows.map((row) => [row.notebook, row]));
  const students = new Map(rows.map((row) => [row.student, row]));
  const columns = [
    "Student",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Section",
    ...[...exercises.values()].map(column),
  ];
  const possible = [
    "    Points Possible",
    "",
    "",
    "",
    "",
    ...[...exercises.values()].map((row) => row.maxPoints),
  ];
  const lines = [...students.values()].map(({ student, person, submission }): CsvValue[] => [
    person?.canvas.name || student,
    person?.canvas.id || submission?.canvasId,
    person?.canvas.sisUserId,
    person?.canvas.sisLoginId ?? student,
    person?.canvas.section,
    ...[...exercises.keys()].map((notebook) => {
      const row = rows.find((one) => one.student === student && one.notebook === notebook);
      return isFinal(row) ? hundredths(row.score) : undefined;
    }),
  ]);
  return writeCsv(columns, [possible, ...lines]);
}

const column = ({ notebook, title }: GradeRow) => `${notebook} ${title}`;

/** An empty cell leaves the LMS as it is: for what waits for a mark, or could not be read. */
const isFinal = (row: GradeRow | undefined): row is GradeRow =>
  row !== undefined && (row.status === "graded" || row.status === "not handed in");

/** Moodle's grading worksheet of one exercise; with "Email address" and "ID number" for its other way of import. */
export function moodleCsv({ rows }: Gradebook, notebook: string): string {
  const columns = [
    "Identifier",
    "Full name",
    "Email address",
    "ID number",
    "Status",
    "Grade",
    "Maximum Grade",
    "Feedback comments",
  ];
  const lines = rows
    .filter((row) => row.notebook === notebook)
    .map((row): CsvValue[] => [
      row.submission?.moodleId === undefined ? undefined : `Participant ${row.submission.moodleId}`,
      row.person === undefined ? row.student : `${row.person.firstName} ${row.person.lastName}`.trim(),
      row.person?.email,
      row.person?.id,
      row.submission === undefined ? "No submission" : "Submitted for grading",
      isFinal(row) ? hundredths(row.score) : undefined,
      row.maxPoints,
      feedback(row),
    ]);
  return writeCsv(columns, lines);
}

function feedback({ questions, result, percent, daysLate }: GradeRow): string {
  const points = questions.map(({ id, points, maxPoints, isOpen }) =>
    isOpen ? `${id}: to be marked` : `${id}: ${hundredths(points)} of ${maxPoints}`,
  );
  const late = percent > 0 ? [`${daysLate} days late: ${percent} % off`] : [];
  return result === undefined ? "" : [...(result.problem ? [result.problem] : points), ...late].join("; ");
}
