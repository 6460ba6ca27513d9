/** Kills a grading for real, at several moments, and starts it again. */
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../../../lib/grading/class/csv";
import { bytesOf, demoNotebook, rightAnswers } from "../fixture";
import { demoAssignment } from "./stand-in";

const STUDENTS = Array.from({ length: 20 }, (_, i) => `s${String(i).padStart(2, "0")}`);
const JOBS = 2;

let dir: string;
let log: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-kill-"));
  log = join(dir, "asked.log");
  writeFileSync(join(dir, "assignment.json"), JSON.stringify(demoAssignment));
  for (const name of STUDENTS) {
    const [double, half] = [rightAnswers.double, rightAnswers.half].map(
      (code) => `${code} // student ${name}`,
    );
    mkdirSync(join(dir, "in", name), { recursive: true });
    writeFileSync(
      join(dir, "in", name, "07-demo.ipynb"),
      bytesOf(demoNotebook({ double: double!, half: half!, why: "x" })),
    );
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const start = () =>
  spawn(
    process.execPath,
    [
      join(__dirname, "grade-slowly.cjs"),
      join(dir, "in"),
      join(dir, "out"),
      join(dir, "assignment.json"),
      log,
    ],
    { stdio: "inherit" },
  );
const ended = (child: ReturnType<typeof start>) =>
  new Promise<number | null>((finish) => child.on("close", (code) => finish(code)));

const folder = () => join(dir, "out/students");
/** What is on disk: text by student. */
function results(): Map<string, string> {
  const names = existsSync(folder()) ? readdirSync(folder()) : [];
  const paths = names.map((name) => [name, join(folder(), name, "07-demo/results.json")] as const);
  return new Map(
    paths.flatMap(([name, path]) => (existsSync(path) ? [[name, readFileSync(path, "utf8")]] : [])),
  );
}

async function killWhen(isTime: () => boolean): Promise<Map<string, string>> {
  const child = start();
  const end = ended(child);
  while (!isTime() && child.exitCode === null) await new Promise((wake) => setTimeout(wake, 3));
  child.kill("SIGKILL");
  await end;
  return results();
}

describe("a grading that is killed", () => {
  it("loses nothing, doubles nothing and grades nothing twice", async () => {
    const moments = [
      await killWhen(() => results().size >= 4),
      await killWhen(() => results().size >= 11),
      await killWhen(() => existsSync(join(dir, "out/grades.csv"))),
    ];
    expect(moments[0]!.size).toBeGreaterThanOrEqual(4);
    expect(moments[0]!.size).toBeLessThan(STUDENTS.length);
    expect(moments[1]!.size).toBeLessThan(STUDENTS.length);
    expect(await ended(start())).toBe(0);

    const final = results();
    expect([...final.keys()].sort()).toEqual(STUDENTS);
    for (const moment of moments) for (const [name, text] of moment) expect(final.get(name)).toBe(text);

    const asked = readFileSync(log, "utf8").trim().split("\n");
    const expected = STUDENTS.length * 2;
    expect(new Set(asked).size).toBe(expected);
    expect(asked.length).toBeLessThanOrEqual(expected + 2 * JOBS * 2); // what was in work at two kills, two answers each

    const { rows } = readCsv(readFileSync(join(dir, "out/grades.csv"), "utf8"), "");
    expect(rows.map(({ values }) => [values.get("student"), values.get("score")])).toEqual(
      STUDENTS.map((name) => [name, "6"]),
    );
    const files = readdirSync(join(dir, "out"), { recursive: true }) as string[];
    expect(files.filter((name) => name.endsWith(".part") || name.endsWith(".lock"))).toEqual([]);
    expect(files.filter((name) => name.endsWith("previous.json"))).toEqual([]);
  });
});
