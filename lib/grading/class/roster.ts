/** The list of a class: from a table of one's own, or as Canvas and Moodle export it. */
import { readFile } from "node:fs/promises";
import { readCsv } from "./csv";
import type { CsvRow } from "./csv";
import type { Owner } from "./name-patterns";

export interface Person {
  /** Unique; results and grades go by it. */
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  /** Columns of Canvas's gradebook, which it wants back. */
  canvas: { name: string; id: string; sisUserId: string; sisLoginId: string; section: string };
}

/** Names of columns, in small letters; the first that is there counts. */
const COLUMNS = {
  id: ["student_id", "student id", "sis login id", "username", "id number", "login", "student", "id"],
  name: ["name", "full name", "student name"],
  first: ["first_name", "first name", "firstname"],
  last: ["last_name", "last name", "surname", "lastname"],
  email: ["email", "email address", "e-mail"],
} as const;

/** @throws RangeError as `parseRoster`, or when the file cannot be read. */
export async function readRoster(path: string): Promise<Person[]> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new RangeError(`The roster cannot be read: ${error.message}.`);
  });
  return parseRoster(text, path);
}

/** @throws RangeError for a missing column, an empty or a doubled id. */
export function parseRoster(text: string, name: string): Person[] {
  const { columns, rows } = readCsv(text, name);
  const known = new Set(columns.map((column) => column.toLowerCase()));
  const idColumn = COLUMNS.id.find((column) => known.has(column));
  if (idColumn === undefined) {
    throw new RangeError(
      `${name} has the columns ${columns.join(", ") || "(none)"}. One of ${COLUMNS.id.join(", ")} is needed.`,
    );
  }
  const people = rows.filter((row) => !isPointsRow(row)).map((row) => person(row, idColumn, name));
  const seen = new Map<string, number>();
  people.forEach(({ id }, place) => {
    const before = seen.get(id);
    if (before !== undefined) throw new RangeError(`${name} has "${id}" twice. Take one of the lines out.`);
    seen.set(id, place);
  });
  if (people.length === 0) throw new RangeError(`${name} lists nobody.`);
  return people;
}

/** The second line of Canvas's gradebook holds points, no student. */
const isPointsRow = ({ values }: CsvRow) => /^points possible$/i.test([...values.values()][0] ?? "");

function person({ values, line }: CsvRow, idColumn: string, file: string): Person {
  const cells = new Map([...values].map(([column, text]) => [column.toLowerCase(), text] as const));
  const of = (columns: readonly string[]) =>
    columns.map((column) => cells.get(column)).find((text) => text) ?? "";
  const id = cells.get(idColumn) ?? "";
  if (id === "") throw new RangeError(`${file}, line ${line}: "${idColumn}" is empty.`);
  const isCanvas = cells.has("sis login id");
  const name = of(isCanvas ? ["student"] : COLUMNS.name);
  const [firstName, lastName] = splitName(name);
  const canvas = {
    name: name || [of(COLUMNS.last), of(COLUMNS.first)].filter(Boolean).join(", "),
    id: isCanvas ? of(["id"]) : "",
    sisUserId: of(["sis user id"]),
    sisLoginId: of(["sis login id"]) || id,
    section: of(["section"]),
  };
  return {
    id,
    firstName: of(COLUMNS.first) || firstName,
    lastName: of(COLUMNS.last) || lastName,
    email: of(COLUMNS.email),
    canvas,
  };
}

/** "Lopez, Ana" and "Ana Lopez" -> ["Ana", "Lopez"]. */
function splitName(name: string): [first: string, last: string] {
  const [last, first] = name.split(/\s*,\s*/);
  if (first !== undefined) return [first, last ?? ""];
  const words = name.split(/\s+/);
  return [words.slice(0, -1).join(" "), words[words.length - 1] ?? ""];
}

/** Finds people by any name that a file may carry; a name that fits two people finds neither. */
export function personFinder(people: readonly Person[]): (owner: Owner) => Person | undefined {
  const byName = new Map<string, Person | undefined>();
  for (const one of people) {
    for (const name of new Set(namesOf(one).map(squeezed))) {
      byName.set(name, byName.has(name) ? undefined : one);
    }
  }
  const byCanvas = new Map(people.flatMap((one) => (one.canvas.id ? [[one.canvas.id, one] as const] : [])));
  const byId = new Map(people.map((one) => [one.id, one] as const));
  return ({ student, canvasId }) =>
    (canvasId === undefined ? undefined : byCanvas.get(canvasId)) ??
    byId.get(student) ??
    byName.get(squeezed(student));
}

/** As files and course files may call somebody. */
export function namesOf({ id, firstName, lastName, email, canvas }: Person): string[] {
  const both = firstName || lastName ? [`${firstName} ${lastName}`, `${lastName} ${firstName}`] : [];
  return [id, email, canvas.name, canvas.sisLoginId, canvas.sisUserId, ...both].filter(Boolean);
}

/** Canvas's files carry names without space, commas and accents, in small letters. */
const squeezed = (name: string) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}@]/gu, "");
