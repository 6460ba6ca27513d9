/** The command as a teacher types it, with the course's own exercises and the real judge. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ganbook } from "./ganbook";

const root = resolve(__dirname, "../..");
const timeout = 240_000;

let dir: string;
const path = (...parts: string[]) => join(dir, ...parts);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-grade-"));
  for (const name of ["ana", "bo"]) mkdirSync(path("in", name), { recursive: true });
  copyFileSync(join(root, "solutions/00-start-here.ipynb"), path("in/ana/00-start-here.ipynb"));
  copyFileSync(join(root, "exercises/00-start-here.ipynb"), path("in/bo/00-start-here.ipynb"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const grade = (...args: string[]) => ganbook("grade", path("in"), "--out", path("out"), ...args);

describe("ganbook grade", () => {
  it("grades solutions in full and stubs with nothing, and again only what is new", { timeout }, async () => {
    const first = await grade("--seed", "3", "--json", "--unsafe-no-sandbox");
    expect(first.stderr).not.toMatch(/^ganbook:/m);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      submissions: 2,
      graded: 2,
      kept: 0,
      problems: 0,
      toMark: 1,
      seed: 3,
    });
    const [, ana, bo] = readFileSync(path("out/grades.csv"), "utf8").split("\r\n");
    expect(ana).toMatch(/^ana,,,,00-start-here,to mark,/);
    const result = JSON.parse(readFileSync(path("out/students/ana/00-start-here/results.json"), "utf8"));
    expect(result.points).toBe(result.maxPoints - 6); // the answer in prose waits
    expect(bo).toMatch(/^bo,,,,00-start-here,graded,.*,0,0,0,/);

    writeFileSync(path("in/broken-00-start-here.ipynb"), "{");
    const second = await grade("--json", "--unsafe-no-sandbox");
    expect(second.code).toBe(3);
    expect(JSON.parse(second.stdout)).toMatchObject({ submissions: 3, kept: 2, problems: 1, seed: 3 });
    for (const name of [
      "index.html",
      "plotly.js",
      "charts.js",
      "checks.parquet",
      "marking.csv",
      "exports/canvas.csv",
    ]) {
      expect(existsSync(path("out", name)), name).toBe(true);
    }
  });

  it("explains itself", { timeout }, async () => {
    const { code, stdout } = await ganbook("grade", "--help");
    expect(code).toBe(0);
    for (const part of [
      "Examples:",
      "assignsubmission",
      "percentPerDay",
      "Exit codes",
      "--unsafe-no-sandbox",
    ]) {
      expect(stdout).toContain(part);
    }
  });

  it.each([
    [["--jobs", "0"], /whole number, 1 or more/],
    [["--seed", "-1"], /whole number from 0/],
    [["--roster", "nowhere.csv"], /roster cannot be read/],
    [["--course", "nowhere.json"], /course file cannot be read/],
    [["--marks", "nowhere.csv"], /marks cannot be read/],
  ])("refuses %j", { timeout }, async (args, why) => {
    const { code, stderr } = await grade(...args);
    expect(stderr).toMatch(why);
    expect(code).toBe(2);
  });

  it("refuses a folder that is not there, or no folder for the results", { timeout }, async () => {
    const absent = await ganbook("grade", path("nowhere"), "--out", path("out2"));
    expect(absent.stderr).toMatch(/cannot be read/);
    expect(absent.code).toBe(2);
    const { code, stderr } = await ganbook("grade", path("in"));
    expect(stderr).toContain("--out <dir>");
    expect(code).toBe(2);
  });
});
