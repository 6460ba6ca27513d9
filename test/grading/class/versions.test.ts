/** What makes an answer be judged again: a change that its verdict could depend on, and no other. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCourse, questionCode, versionOfQuestion } from "../../../lib/grading/class/load-course";
import { questionSets } from "../../../lib/questions/all";
import { libraryFolder } from "../../../lib/datasets/data-folder";

const ids = questionSets.flatMap(({ questions }) => questions.map(({ id }) => id));
let folder: string;
beforeAll(() => {
  // Beside the library, so that what questions import from it is found.
  folder = join(mkdtempSync(join(tmpdir(), "ganbook-versions-")), "lib/questions");
  for (const name of ["engine", "theory", "metrics", "losses", "nn", "datasets", "models", "questions"])
    cpSync(join(libraryFolder(), name), join(folder, "..", name), { recursive: true });
});
afterAll(() => rmSync(join(folder, "../.."), { recursive: true }));

/** Ids whose code is another after this change of a file. */
async function changedBy(file: string, change: (text: string) => string): Promise<string[]> {
  const before = await questionCode(questionSets, folder);
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
  const after = await questionCode(questionSets, folder);
  writeFileSync(path, text);
  return ids.filter((id) => before.get(id) !== after.get(id));
}

describe("the version of a question", () => {
  it("is its own: each stands in a file of its name, and no two are equal", async () => {
    for (const id of ids) expect(existsSync(join(libraryFolder(), "questions", `${id}.ts`)), id).toBe(true);
    const versions = (await loadCourse()).flatMap((one) => Object.entries(one.versions));
    expect(versions.map(([id]) => id)).toEqual(ids);
    expect(new Set(versions.map(([, version]) => version)).size).toBe(ids.length);
  });

  it("changes with its checks, and with no other question's", async () => {
    expect(await changedBy("dcgan/to-bytes.ts", (text) => text.replace("points: ", "points: 1 + "))).toEqual([
      "dcgan/to-bytes",
    ]);
  });

  it("does not change with a comment, a type or the space between words", async () => {
    expect(
      await changedBy("dcgan/to-bytes.ts", (text) => `// A remark.\n${text}\ninterface Unused {}\n\n`),
    ).toEqual([]);
  });

  it("changes with what its checks use of other files, and not with what they leave", async () => {
    const edited = await changedBy("draw.ts", (text) =>
      text.replace("low + random.integer", "low + 1 * random.integer"),
    );
    expect(edited).toContain("dcgan/output-shape"); // draws whole numbers
    expect(edited).not.toContain("dcgan/curves"); // draws nothing
    expect(edited).not.toContain("dcgan/when-to-stop");
    expect(await changedBy("verdict-words.ts", (text) => text.replace("passed", "passed!"))).toEqual([]);
  });

  it("changes with points, rubric and the cells that the exercise gives", () => {
    const prose = questionSets.flatMap(({ questions }) => questions).find(({ kind }) => kind === "prose")!;
    const version = versionOfQuestion(prose, ["const a = 1;"], "code");
    expect(versionOfQuestion({ ...prose, points: 99 }, ["const a = 1;"], "code")).not.toBe(version);
    expect(versionOfQuestion(prose, ["const a = 2;"], "code")).not.toBe(version);
    expect(versionOfQuestion(prose, ["const a = 1;"], "other")).not.toBe(version);
    expect(versionOfQuestion({ ...prose }, ["const a = 1;"], "code")).toBe(version);
  });
});
