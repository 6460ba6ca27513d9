/** Marks of a class: results, what people marked, lateness, and who handed nothing in. */
import type { SubmissionResult } from "../types";
import type { Assignment } from "./assignment";
import type { CourseFile } from "./course-file";
import type { GradedSubmission } from "./grade-all";
import { rounded } from "./rounding";
import { lateness } from "./late";
import type { Lateness } from "./late";
import type { Marks } from "./marking";
import { namesOf } from "./roster";
import type { Person } from "./roster";

export interface QuestionMark {
  id: string;
  points: number;
  maxPoints: number;
  /** Whether somebody still has to mark it. */
  isOpen: boolean;
  comments: readonly string[];
}

export interface GradeRow extends Lateness {
  /** The roster's id, or the name that the files carry. */
  student: string;
  person: Person | undefined;
  notebook: string;
  title: string;
  submission: GradedSubmission | undefined;
  result: SubmissionResult | undefined;
  questions: QuestionMark[];
  /** Before lateness. */
  raw: number;
  score: number;
  maxPoints: number;
  status: "graded" | "to mark" | "could not be read" | "not handed in";
}

export interface Gradebook {
  title: string;
  rows: GradeRow[];
  /** Files that belong to no row: no exercise of this course, or the grader broke. */
  strays: GradedSubmission[];
  /** Names of students that the roster does not have. */
  unknown: string[];
}

export interface GradebookInput {
  graded: readonly GradedSubmission[];
  assignments: readonly Assignment[];
  /** Undefined where there is no list of the class. */
  people: readonly Person[] | undefined;
  course: CourseFile;
  marks: Marks;
}

/** Rows by exercise, then by student. */
export function gradebook(input: GradebookInput): Gradebook {
  const { graded, assignments, people, course } = input;
  const isUsed = ({ set }: Assignment) =>
    course.assignments[set.notebook] !== undefined ||
    graded.some(({ notebook }) => notebook === set.notebook);
  const rows = assignments.filter(isUsed).flatMap((assignment) => rowsOf(assignment, input));
  const ids = new Set(people?.map(({ id }) => id));
  const unknown =
    people === undefined ? [] : graded.map(({ student }) => student).filter((name) => !ids.has(name));
  return {
    title: course.title,
    rows,
    strays: graded.filter(({ result }) => result === undefined),
    unknown: [...new Set(unknown)].sort(),
  };
}

function rowsOf(assignment: Assignment, input: GradebookInput): GradeRow[] {
  const { notebook } = assignment.set;
  const handedIn = new Map(
    input.graded.filter((one) => one.notebook === notebook).map((one) => [one.student, one] as const),
  );
  const students = new Set([...(input.people ?? []).map(({ id }) => id), ...handedIn.keys()]);
  return [...students]
    .sort()
    .map((student) => row(student, assignment, { ...input, one: handedIn.get(student) }));
}

function row(
  student: string,
  { set }: Assignment,
  { people, course, marks, one }: GradebookInput & { one: GradedSubmission | undefined },
): GradeRow {
  const person = people?.find(({ id }) => id === student);
  const { notebook, title } = set;
  const names = person === undefined ? [student] : namesOf(person);
  const time =
    course.submitted.find((s) => names.includes(s.student) && s.assignment === notebook)?.time ?? one?.time;
  const late =
    time === undefined
      ? { due: course.assignments[notebook]?.due, daysLate: 0, percent: 0 }
      : lateness(course, names, { notebook, time });
  const questions = set.questions.map(({ id, points: maxPoints }): QuestionMark => {
    const result = one?.result?.questions.find((question) => question.id === id);
    const mark = marks.get({ student, notebook, question: id }, result?.prose);
    const isOpen = result?.verdict === "to-mark" && mark === undefined;
    return {
      id,
      points: mark?.points ?? result?.points ?? 0,
      maxPoints,
      isOpen,
      comments: mark?.comments ?? [],
    };
  });
  const raw = rounded(questions.reduce((sum, { points }) => sum + points, 0));
  return {
    ...late,
    student,
    person,
    notebook,
    title,
    submission: one && { ...one, time: time ?? one.time },
    result: one?.result,
    questions,
    raw,
    score: rounded(raw * (1 - late.percent / 100)),
    maxPoints: rounded(questions.reduce((sum, { maxPoints }) => sum + maxPoints, 0)),
    status: statusOf(one, questions),
  };
}

function statusOf(one: GradedSubmission | undefined, questions: readonly QuestionMark[]): GradeRow["status"] {
  if (one === undefined) return "not handed in";
  if (one.result === undefined || one.result.problem !== undefined) return "could not be read";
  return questions.some(({ isOpen }) => isOpen) ? "to mark" : "graded";
}
