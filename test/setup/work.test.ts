/** A learner's copies: what he changed is never overwritten. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clone, makeClone } from "./stand-ins/clone";

let clone: Clone;

beforeEach(() => {
  clone = makeClone();
  clone.write("notebooks/00-start-here.ipynb", "first");
  clone.write("exercises/05-dcgan.ipynb", "task");
});

afterEach(() => clone.remove());

/** One set-up step "work"; its result. */
function fill(): { copied: number; lines: string[] } {
  const script = `console.log(JSON.stringify(require("./lib/setup/work").fillWork()))`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    cwd: clone.root,
    encoding: "utf8",
  });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout) as { copied: number; lines: string[] };
}

const chapter = "notebooks/00-start-here.ipynb";
const mine = `work/${chapter}`;
const inWork = () => readdirSync(clone.path("work/notebooks")).sort();

describe("copies in work/", () => {
  it("are made once, folders kept", () => {
    expect(fill()).toEqual({ copied: 2, lines: [] });
    expect(clone.read(mine)).toBe("first");
    expect(clone.read("work/exercises/05-dcgan.ipynb")).toBe("task");
    expect(fill()).toEqual({ copied: 0, lines: [] });
  });

  it("leave out checkpoints and hidden files", () => {
    clone.write("notebooks/.ipynb_checkpoints/00-start-here-checkpoint.ipynb", "old");
    fill();
    expect(inWork()).toEqual(["00-start-here.ipynb"]);
  });

  it("follow the course where the learner changed nothing", () => {
    fill();
    clone.write(chapter, "second");
    expect(fill()).toEqual({ copied: 1, lines: [] });
    expect(clone.read(mine)).toBe("second");
    expect(inWork()).toEqual(["00-start-here.ipynb"]);
  });

  it("are kept when the learner changed them, and a newer version is put beside, once", () => {
    fill();
    clone.write(mine, "first, run and annotated");
    expect(fill().lines).toEqual([]);
    clone.write(chapter, "second");
    const { lines } = fill();
    expect(lines).toEqual([expect.stringContaining("work/notebooks/00-start-here.new.ipynb")]);
    expect(clone.read(mine)).toBe("first, run and annotated");
    expect(clone.read("work/notebooks/00-start-here.new.ipynb")).toBe("second");
    expect(fill()).toEqual({ copied: 0, lines: [] });
  });

  it("never overwrite a newer version that the learner changed either", () => {
    fill();
    clone.write(mine, "mine");
    clone.write(chapter, "second");
    fill();
    clone.write("work/notebooks/00-start-here.new.ipynb", "also mine");
    clone.write(chapter, "third");
    fill();
    expect(inWork()).toEqual(["00-start-here.ipynb", "00-start-here.new-2.ipynb", "00-start-here.new.ipynb"]);
    expect(clone.read("work/notebooks/00-start-here.new.ipynb")).toBe("also mine");
    expect(clone.read("work/notebooks/00-start-here.new-2.ipynb")).toBe("third");
  });

  it("replace a newer version that was left as it was given", () => {
    fill();
    clone.write(mine, "mine");
    for (const text of ["second", "third"]) {
      clone.write(chapter, text);
      fill();
    }
    expect(inWork()).toEqual(["00-start-here.ipynb", "00-start-here.new.ipynb"]);
    expect(clone.read("work/notebooks/00-start-here.new.ipynb")).toBe("third");
  });

  it("come back when they were deleted", () => {
    fill();
    rmSync(clone.path(mine));
    fill();
    expect(clone.read(mine)).toBe("first");
  });

  it("that nobody remembers giving are taken for the learner's own", () => {
    clone.write(mine, "made by hand");
    expect(fill().lines).toHaveLength(1);
    expect(clone.read(mine)).toBe("made by hand");
    rmSync(clone.path("work/.given.json"));
    fill();
    expect(clone.read(mine)).toBe("made by hand");
  });

  it("leave the course's own files alone", () => {
    fill();
    expect(clone.read(chapter)).toBe("first");
    expect(existsSync(clone.path("notebooks/.given.json"))).toBe(false);
  });
});
