/** The course's own exercise notebook, as the measure for what was handed in. */
import { sourceOf } from "../authoring/notebook";
import type { Cell, Notebook } from "../authoring/notebook";

export interface ExerciseCell {
  role: "answer" | "given" | "check" | "prose" | "text";
  /** Of an answer, a check or prose. */
  question: string | undefined;
  /** Of a given cell: the questions that build on it. */
  questions: readonly string[];
  /** As handed out, without space at the ends of lines. */
  text: string;
  gradeId: string | undefined;
  points: number | undefined;
  id: string | undefined;
}

/** Reads the roles of all cells. The notebook is the course's own: it is taken at its word. */
export function exerciseCells(exercise: Notebook): ExerciseCell[] {
  return exercise.cells.map((cell) => {
    const { ganbook, nbgrader } = cell.metadata as CourseMetadata;
    return {
      role: ganbook?.role ?? "text",
      question: ganbook?.question,
      questions: ganbook?.questions ?? [],
      text: plainText(sourceOf(cell)),
      gradeId: nbgrader?.grade_id,
      points: nbgrader?.points,
      id: (cell as Cell & { id?: string }).id,
    };
  });
}

/** The teacher's code that comes before the answers of a question, in order. */
export function givenCode(exercise: Notebook, question: string): string[] {
  return exercise.cells
    .filter((cell) => {
      const { ganbook } = cell.metadata as CourseMetadata;
      return ganbook?.role === "given" && ganbook.questions?.includes(question);
    })
    .map(sourceOf);
}

/** For comparing: line ends, space at the ends of lines and empty lines at both ends do not count. */
export function plainText(source: string): string {
  // Line by line: a pattern for spaces at the ends of lines takes hours where somebody wrote a million spaces.
  return source
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

interface CourseMetadata {
  ganbook?: { role?: ExerciseCell["role"]; question?: string; questions?: string[] };
  nbgrader?: { grade_id?: string; points?: number };
}
