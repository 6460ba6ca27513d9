/** Machines that lack something: a clear message, and where something still can work, it works. */
import { chmodSync, existsSync, rmSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Clone, addScript, makeClone, snapshot, startSetUp } from "./stand-ins/clone";

// Each set-up starts some twenty processes: seconds on a quiet machine, minutes on a busy one.
vi.setConfig({ testTimeout: 240_000 });

const clones: Clone[] = [];

afterEach(() => {
  for (const clone of clones.splice(0)) {
    chmodSync(clone.root, 0o755);
    clone.remove();
  }
});

function freshClone(): Clone {
  const clone = makeClone();
  clones.push(clone);
  return clone;
}

describe.skipIf(process.platform === "win32")(
  "set-up on a broken machine (stand-ins need a POSIX shell)",
  () => {
    it("says what is missing and how to get it when there is no Python", async () => {
      const clone = freshClone();
      rmSync(clone.path("bin/python3"));
      const { code, output } = await startSetUp(clone).ended;
      expect(code).toBe(1);
      expect(output).toContain(
        "JupyterLab needs Python 3.10, 3.11, 3.12 or 3.13; there is none on the PATH.",
      );
      expect(output).toMatch(/To mend it: Install one .*apt install python3 python3-venv/);
    });

    it("sets up the library without Python, for its tests, and says that wasm is slower", async () => {
      const clone = freshClone();
      rmSync(clone.path("bin/python3"));
      const { code, output } = await startSetUp(clone, {}, "{ needsJupyter: false }").ended;
      expect(code).toBe(0);
      expect(clone.read("lib/dist/index.js")).toBe("whole");
      expect(output).toMatch(
        /The TensorFlow engine could not be set up: There is no Python.* on wasm, about \d+ times slower/,
      );
    });

    it.each([
      ["3.9", "true", /python3 is 3\.9/],
      ["3.11", "false", /Python 3\.11 .* lacks the modules venv[^]*apt install python3\.11-venv/],
    ])("refuses Python %s (venv: %s) by name", async (version, venv, message) => {
      const clone = freshClone();
      addScript(
        clone,
        "python3",
        `echo '{"version": "${version}", "executable": "/usr/bin/python3", "venv": ${venv}}'`,
      );
      const { code, output } = await startSetUp(clone).ended;
      expect(code).toBe(1);
      expect(output).toMatch(message);
    });

    it("names the network when npm cannot reach the registry", async () => {
      const clone = freshClone();
      const { code, output } = await startSetUp(clone, { STAND_IN_OFFLINE: "1" }).ended;
      expect(code).toBe(1);
      expect(output).toMatch(/A download failed. Look at the network/);
    });

    it("needs no network when everything is there", async () => {
      const clone = freshClone();
      await startSetUp(clone).ended;
      const before = snapshot(clone);
      const { code, output } = await startSetUp(clone, { STAND_IN_OFFLINE: "1" }).ended;
      expect(code).toBe(0);
      expect(output).toContain("nothing to do");
      expect(snapshot(clone)).toEqual(before);
    });

    it("does not start a second time what failed for good, but does what failed for want of network", async () => {
      const clone = freshClone();
      rmSync(clone.path("bin/python3"));
      const quiet = "{ needsJupyter: false }";
      await startSetUp(clone, {}, quiet).ended;
      clone.write("stand-ins.log", "");
      await startSetUp(clone, {}, quiet).ended;
      expect(clone.read("stand-ins.log")).toBe("");
    });

    // Root may write everywhere, so only an ordinary user can see this.
    it.skipIf(process.getuid?.() === 0)(
      "says so when the folder cannot be written (not as root)",
      async () => {
        const clone = freshClone();
        chmodSync(clone.root, 0o555);
        const { code, output } = await startSetUp(clone).ended;
        expect(code).toBe(1);
        expect(output).toMatch(
          /Set-up writes into .*, and cannot[^]*Move the clone to a folder that you own/,
        );
      },
    );

    it("two at once do the work once", async () => {
      const clone = freshClone();
      const runs = await Promise.all([startSetUp(clone).ended, startSetUp(clone).ended]);
      expect(runs.map(({ code }) => code)).toEqual([0, 0]);
      expect(clone.read("stand-ins.log").match(/^npm$/gm)).toHaveLength(1);
      expect(runs.map(({ output }) => output).join()).toMatch(
        /Another set-up .* waiting for it[^]*nothing to do/,
      );
      expect(existsSync(clone.path(".cache/setup/lock.json"))).toBe(false);
    });

    it("writes nothing outside the clone", async () => {
      const clone = freshClone();
      await startSetUp(clone).ended;
      expect(existsSync(clone.path("home"))).toBe(false);
    });
  },
);
