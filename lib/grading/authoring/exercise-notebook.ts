/** solutions/NN-name.ipynb -> exercises/NN-name.ipynb: the same notebook without its answers. */
import type { Question, QuestionSet } from "../../questions/types";
import { AuthoringError, regionsOf } from "./markers";
import { nbgraderMetadata } from "./nbgrader";
import type { GradedCell } from "./nbgrader";
import { sourceOf } from "./notebook";
import type { Cell, Notebook } from "./notebook";
import { codeStub, proseStub } from "./stub";

type Role = "answer" | "check" | "prose" | "given";

/** Our own key in a cell's metadata. */
export interface CellRole {
  role: Role;
  question?: string;
  questions?: string[];
}

export const roleOf = (cell: Cell): CellRole | undefined => cell.metadata.ganbook as CellRole | undefined;

/**
 * @throws AuthoringError that names cell and line: for markers, unknown or missing questions, and a check cell that
 *   does not check its question.
 */
export function makeExercise(solution: Notebook, set: QuestionSet): Notebook {
  checkQuestions(solution, set);
  const cells = solution.cells.map((cell) => exerciseCell(cell, set));
  const { kernelspec, language_info } = solution.metadata;
  return {
    cells,
    metadata: { ganbook: { assignment: set.notebook }, kernelspec, language_info },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function exerciseCell(cell: Cell, set: QuestionSet): Cell {
  const where = whereIs(cell, set);
  const role = roleOf(cell);
  const source = sourceOf(cell);
  if (role?.role !== "answer" && role?.role !== "prose") refuseMarkers(cell, where);
  if (role === undefined) return blank(cell, source, {});
  if (role.role === "given") {
    const given: GradedCell = { kind: "given", gradeId: `given-${cell.id ?? ""}`, source, cellType: "code" };
    return blank(cell, source, { ...locked, ganbook: role, nbgrader: nbgraderMetadata(given) });
  }
  const question = questionOf(role, set, where);
  const made = { answer: answerCell, check: checkCell, prose: proseCell }[role.role](source, question, where);
  const isLocked = role.role === "check";
  return blank(cell, made.source, {
    ...(isLocked ? locked : {}),
    ganbook: role,
    nbgrader: nbgraderMetadata(made),
  });
}

const locked = { deletable: false, editable: false };
const gradeId = ({ id }: Question) => id.replace(/[^A-Za-z0-9_-]/g, "-");

function answerCell(source: string, question: Question, where: string): GradedCell {
  if (question.kind === "prose")
    throw new AuthoringError(`${where}: ${question.id} is prose. Give it the role "prose".`);
  return {
    kind: "answer",
    gradeId: gradeId(question),
    source: codeStub(source, question.answer, where),
    cellType: "code",
  };
}

function checkCell(source: string, question: Question, where: string): GradedCell {
  const answer = question.kind === "prose" ? "" : `, ${question.answer}`;
  const wanted = `await check("${question.id}"${answer});`;
  if (source.trim() !== wanted) throw new AuthoringError(`${where}: a check cell reads ${wanted}`);
  return {
    kind: "check",
    gradeId: `${gradeId(question)}-check`,
    source,
    cellType: "code",
    points: question.points,
  };
}

function proseCell(source: string, question: Question, where: string): GradedCell {
  if (question.kind !== "prose") throw new AuthoringError(`${where}: ${question.id} is not prose.`);
  return {
    kind: "prose",
    gradeId: gradeId(question),
    source: proseStub(source, where),
    cellType: "markdown",
    points: question.points,
  };
}

/** A cell as git should have it: without outputs, with this text and metadata. */
function blank(cell: Cell, source: string, metadata: Record<string, unknown>): Cell {
  const { id, cell_type } = cell;
  const own: Cell = { cell_type, ...(id === undefined ? {} : { id }), metadata, source };
  return cell_type === "code" ? Object.assign(own, { execution_count: null, outputs: [] }) : own;
}

function refuseMarkers(cell: Cell, where: string): void {
  const kind = cell.cell_type === "markdown" ? "markdown" : "code";
  const [region] = regionsOf(sourceOf(cell), kind, where);
  if (region === undefined) return;
  throw new AuthoringError(
    `${where}, line ${region.begin + 1}: an answer in a cell that is none. Give it "ganbook": { "role": "answer", "question": ... }.`,
  );
}

const whereIs = (cell: Cell, set: QuestionSet) =>
  `solutions/${set.notebook}.ipynb, cell "${cell.id ?? "without id"}"`;

function questionOf(role: CellRole, set: QuestionSet, where: string): Question {
  const found = set.questions.find(({ id }) => id === role.question);
  if (found) return found;
  throw new AuthoringError(`${where}: there is no question "${role.question ?? ""}" in this chapter.`);
}

/** Each question has its cells, once, and in the order of the set. */
function checkQuestions(solution: Notebook, set: QuestionSet): void {
  const withRole = (wanted: Role) =>
    solution.cells.flatMap((cell) => (roleOf(cell)?.role === wanted ? [roleOf(cell)?.question ?? ""] : []));
  const ofKind = (isProse: boolean) =>
    set.questions.filter(({ kind }) => (kind === "prose") === isProse).map(({ id }) => id);
  const expected: [Role, string[]][] = [
    ["answer", ofKind(false)],
    ["check", ofKind(false)],
    ["prose", ofKind(true)],
  ];
  for (const [role, ids] of expected) {
    const found = withRole(role);
    if (found.join() === ids.join()) continue;
    throw new AuthoringError(
      `solutions/${set.notebook}.ipynb: the cells with role "${role}" should be, in this order, ${ids.join(", ")}. They are ${found.join(", ") || "missing"}.`,
    );
  }
}
