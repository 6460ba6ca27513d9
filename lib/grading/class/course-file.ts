/**
 * The course file: when exercises are due, what lateness costs, who has more time. JSON, all of it optional:
 *
 * ```json
 * {
 *   "title": "GANs, spring term",
 *   "assignments": { "05-dcgan": { "due": "2026-03-01T23:59:00+01:00" } },
 *   "late": { "graceMinutes": 15, "percentPerDay": 10, "capPercent": 50 },
 *   "extensions": [{ "student": "ana", "assignment": "05-dcgan", "due": "2026-03-08T23:59:00+01:00" }],
 *   "submitted": [{ "student": "bo", "assignment": "05-dcgan", "time": "2026-03-01T20:00:00+01:00" }]
 * }
 * ```
 *
 * "submitted" corrects the time of a file, where it says nothing (a copy, a download).
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";

const time = z.iso
  .datetime({ offset: true, error: 'expected a time with its zone, such as "2026-03-01T23:59:00+01:00"' })
  .transform((text) => new Date(text));
const percent = z.number().min(0).max(100);

const schema = z.strictObject({
  title: z.string().default("Exercises"),
  assignments: z.record(z.string(), z.strictObject({ due: time.optional() })).default({}),
  late: z
    .strictObject({
      graceMinutes: z.number().min(0).default(0),
      percentPerDay: percent,
      capPercent: percent.default(100),
    })
    .optional(),
  extensions: z.array(z.strictObject({ student: z.string(), assignment: z.string(), due: time })).default([]),
  submitted: z.array(z.strictObject({ student: z.string(), assignment: z.string(), time })).default([]),
});

export type CourseFile = z.infer<typeof schema>;

/** Without a file nothing is due, and nothing is late. */
export const noCourseFile: CourseFile = schema.parse({});

/**
 * @param notebooks The exercises that there are; others are refused.
 * @throws RangeError that names each wrong place, what was expected there and what came.
 */
export async function readCourseFile(path: string, notebooks: readonly string[]): Promise<CourseFile> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new RangeError(`The course file cannot be read: ${error.message}.`);
  });
  return parseCourseFile(text, path, notebooks);
}

/** @throws RangeError as `readCourseFile`. */
export function parseCourseFile(text: string, name: string, notebooks: readonly string[]): CourseFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RangeError(`${name} is no JSON: ${(error as Error).message}.`, { cause: error });
  }
  const { data, error } = schema.safeParse(value);
  if (error) {
    const lines = error.issues.map(({ path, message }) => `  ${path.join(".") || "the whole"}: ${message}`);
    throw new RangeError(`${name} cannot be followed:\n${lines.join("\n")}`);
  }
  const used = [
    ...Object.keys(data.assignments),
    ...[...data.extensions, ...data.submitted].map((one) => one.assignment),
  ];
  const strange = used.find((notebook) => !notebooks.includes(notebook));
  if (strange !== undefined) {
    throw new RangeError(`${name} names the exercise "${strange}". There are: ${notebooks.join(", ")}.`);
  }
  return data;
}
