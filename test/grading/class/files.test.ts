import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { bytesOf, demoNotebook, rightAnswers, stubs } from "../fixture";
import { dir, grade, put, submit } from "./class-folder";

describe("whose file it is", () => {
  it("reads names of folders, flat files, nbgrader, Canvas and Moodle", async () => {
    const paths = {
      ana: "ana/07-demo.ipynb",
      bo: "bo-07-demo.ipynb",
      cy: "07-demo_cy.ipynb",
      di: "di.ipynb",
      ed: "ed/07-demo/07-demo.ipynb",
      "Fay Wray": "Fay Wray_1234_assignsubmission_file_/07-demo.ipynb",
      "Gil O'Neil": "Gil O'Neil_1235_assignsubmission_file_07-demo.ipynb",
      hallhugo: "hallhugo_LATE_55_66_07-demo-1.ipynb",
      "<script>alert(1)</script>": "<script>alert(1)<／script>/07-demo.ipynb".replace("／", "\u2215"),
    };
    for (const path of Object.values(paths)) submit(path);
    const { scores, graded } = await grade();
    const expected = Object.keys(paths).map((name) => name.replace("</", "<\u2215"));
    expect(Object.keys(scores).sort()).toEqual(expected.sort());
    expect(graded.find(({ student }) => student === "Fay Wray")).toMatchObject({ moodleId: "1234" });
    expect(graded.find(({ student }) => student === "hallhugo")).toMatchObject({ canvasId: "55" });
  });

  it("keeps students apart whose names are no names for folders", async () => {
    for (const name of ["A", "a", "con", "CON", "a b", "a  b", "ä".repeat(200)]) {
      put(
        "x.zip",
        zipSync({ [`${name}_1_assignsubmission_file_/07-demo.ipynb`]: bytesOf(demoNotebook(rightAnswers)) }),
      );
      await grade({ folder: join(dir, "in/x.zip") });
    }
    expect(readdirSync(join(dir, "out/students"))).toHaveLength(7);
    expect(readdirSync(join(dir, "out")).sort()).toEqual(["marking.csv", "settings.json", "students"]);
  });

  it("opens a student's zip, a class's zip, and a student's zip in a class's", async () => {
    const notebook = bytesOf(demoNotebook(rightAnswers));
    put(
      "ana.zip",
      zipSync({
        "work/07-demo.ipynb": notebook,
        "__MACOSX/work/._07-demo.ipynb": notebook,
        "work/.ipynb_checkpoints/07-demo.ipynb": notebook,
      }),
    );
    put(
      "class.zip",
      zipSync({
        "Bo Bell_1_assignsubmission_file_/07-demo.ipynb": notebook,
        "Cy Coe_2_assignsubmission_file_/mine.zip": zipSync({ "07-demo.ipynb": notebook }),
      }),
    );
    expect((await grade({ folder: join(dir, "in/class.zip") })).scores).toEqual({
      "Bo Bell": 6,
      "Cy Coe": 6,
    });
    const { scores, graded } = await grade(); // beside a student's zip it could be a student's, too
    expect(scores).toEqual({ ana: 6 });
    expect(graded.find(({ student }) => student === "class")!.problem).toMatch(/grades such a zip by itself/);
  });

  it("grades what a file holds, not what it is called", async () => {
    submit("ana/homework (1).ipynb");
    expect((await grade()).scores).toEqual({ ana: 6 });
  });

  it("takes the file under the right name, equal copies once, and refuses to guess", async () => {
    submit("ana/07-demo.ipynb");
    submit("ana/07-demo-Copy1.ipynb", stubs);
    submit("bo/one.ipynb");
    submit("bo/two.ipynb");
    submit("cy/one.ipynb");
    submit("cy/two.ipynb", stubs);
    const { scores, graded } = await grade();
    expect(scores).toEqual({ ana: 6, bo: 6, cy: 0 });
    expect(graded.find(({ student }) => student === "cy")!.problem).toMatch(/2 notebooks/);
  });
});

describe("files that are refused", () => {
  const notebook = () => bytesOf(demoNotebook(rightAnswers));
  const link = () =>
    zipSync({ "07-demo.ipynb": [Buffer.from("/etc/passwd"), { os: 3, attrs: 0o120777 * 0x10000 }] });
  const zips: [string, () => Uint8Array, RegExp][] = [
    [
      "a path that leads out",
      () => zipSync({ "07-demo.ipynb": notebook(), "../../evil.ipynb": notebook() }),
      /invalid relative path/,
    ],
    ["an absolute path", () => zipSync({ "/tmp/07-demo.ipynb": notebook() }), /absolute path/],
    ["a link", link, /link/],
    [
      "a zip in a zip",
      () => zipSync({ "mine.zip": zipSync({ "07-demo.ipynb": notebook() }) }),
      /another zip/,
    ],
    ["no notebook", () => zipSync({ "readme.txt": Buffer.from("hello") }), /no notebook/],
    ["not a zip", () => Buffer.from("PK nothing"), /cannot be opened/],
    [
      "two different notebooks",
      () => zipSync({ "a.ipynb": notebook(), "b.ipynb": bytesOf(demoNotebook()) }),
      /2 notebooks/,
    ],
    [
      "another exercise",
      () => zipSync({ "07-demo.ipynb": Buffer.from('{"nbformat": 4, "cells": []}') }),
      /No cell of 07-demo/,
    ],
  ];
  it.each(zips)("a zip with %s; the neighbour is graded", async (_, zip, problem) => {
    put("ana.zip", zip());
    submit("bo/07-demo.ipynb");
    const { scores, graded } = await grade();
    expect(scores.bo).toBe(6);
    expect(scores.ana ?? 0).toBe(0);
    const why = graded
      .filter(({ student }) => student === "ana")
      .map((one) => one.problem ?? one.result?.problem);
    expect(why.join()).toMatch(problem);
  });

  it("a folder without notebooks, and one that is not there", async () => {
    put("readme.txt", "hello");
    await expect(grade()).rejects.toThrow(/no notebook/);
    await expect(grade({ folder: join(dir, "nowhere") })).rejects.toThrow(/cannot be read/);
  });

  it("a run while another one grades into the same folder", async () => {
    submit("ana/07-demo.ipynb");
    mkdirSync(join(dir, "out"));
    writeFileSync(join(dir, "out/.grading.lock"), String(process.pid));
    await expect(grade()).rejects.toThrow(/at this already/);
  });
});
