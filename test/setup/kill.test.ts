/** Set-up is killed with -9 at each step and run again: the end is that of a set-up that was never killed. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Clone, type Run, makeClone, snapshot, startSetUp } from "./stand-ins/clone";

// Each set-up starts some twenty processes: seconds on a quiet machine, minutes on a busy one.
vi.setConfig({ testTimeout: 240_000 });

const clones: Clone[] = [];

afterEach(() => {
  for (const clone of clones.splice(0)) clone.remove();
});

function freshClone(): Clone {
  const clone = makeClone();
  clones.push(clone);
  return clone;
}

async function untouchedRun(): Promise<Record<string, string>> {
  const clone = freshClone();
  const { code, output } = await startSetUp(clone).ended;
  expect(output).toContain("done");
  expect(code).toBe(0);
  return snapshot(clone);
}

const reference = untouchedRun();

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const since = Date.now(); !condition(); await pause(20)) {
    if (Date.now() - since > 120_000) throw new Error(`Waited 120 s for ${what}.`);
  }
}

/** Kills set-up while the stand-in hangs at the given place, and sees that the stand-in goes too. */
async function killAt(clone: Clone, place: string): Promise<void> {
  rmSync(clone.path("hangs"), { force: true });
  const run: Run = startSetUp(clone, { STAND_IN_HANG: place });
  await until(() => existsSync(clone.path("hangs")) && clone.read("hangs") !== "", place);
  run.child.kill("SIGKILL");
  expect((await run.ended).code).toBeNull();
  const orphan = Number(clone.read("hangs"));
  await until(() => !isAlive(orphan), `the program of "${place}" to end`);
}

async function expectRepaired(clone: Clone): Promise<void> {
  const { code, output } = await startSetUp(clone).ended;
  expect(output).not.toMatch(/Error|failed/);
  expect(code).toBe(0);
  expect(snapshot(clone)).toEqual(await reference);
}

describe.skipIf(process.platform === "win32")("set-up, killed with -9 (stand-ins need a POSIX shell)", () => {
  const places = ["npm", "venv", "pip install", "pip download", "open wheel", "stubs", "compile", "tsc"];

  it.each(places)("at: %s", async (place) => {
    const clone = freshClone();
    await killAt(clone, place);
    await expectRepaired(clone);
  });

  it.each([150, 400])("after %i ms, whatever it was doing", async (ms) => {
    const clone = freshClone();
    const run = startSetUp(clone);
    await pause(ms);
    run.child.kill("SIGKILL");
    await run.ended;
    await expectRepaired(clone);
  });

  it("three times, a step later each time, on one clone", async () => {
    const clone = freshClone();
    for (const place of ["venv", "open wheel", "compile"]) await killAt(clone, place);
    await expectRepaired(clone);
  });

  it("when the lock file changes, npm runs again and the addon comes back without a download", async () => {
    const clone = freshClone();
    await startSetUp(clone).ended;
    clone.write(
      "package-lock.json",
      clone.read("package-lock.json").replace('"integrity":"x"', '"integrity":"y"'),
    );
    await killAt(clone, "npm");
    clone.write("stand-ins.log", "");
    const { output } = await startSetUp(clone).ended;
    expect(output).toContain("addon put back");
    expect(readFileSync(clone.path("stand-ins.log"), "utf8")).toBe("npm\n");
  });
});
