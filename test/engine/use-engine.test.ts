import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { EngineError } from "../../lib/engine/engine";
import { tensorflow, tensorflowBackend } from "../../lib/engine/tensorflow";
import { tf } from "../../lib/engine/tf";
import { currentEngine, engines, useEngine } from "../../lib/engine/use-engine";
import { wasm } from "../../lib/engine/wasm";
import { cardOfTests } from "./graphics-card";

const BUILT = join(__dirname, "../../lib/dist");

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("useEngine", () => {
  it.each([
    ["tensorflow", /^TensorFlow 2\.\d+\.\d+$/],
    ["wasm", /^tfjs-backend-wasm 4\.22\.0$/],
    ["cpu", /^TensorFlow\.js 4\.22\.0$/],
  ] as const)("makes %s the current engine", async (name, version) => {
    const listeners = () => [
      process.listenerCount("uncaughtException"),
      process.listenerCount("unhandledRejection"),
    ];
    const before = listeners();
    const warn = vi.spyOn(console, "warn");
    const info = await useEngine(name);
    expect(info).toMatchObject({ name, device: expect.stringMatching(/^[CG]PU$/) as string, note: "" });
    expect(info.version).toMatch(version);
    expect(info.threads).toBeGreaterThan(0);
    expect(tf.getBackend()).toBe(name);
    expect(currentEngine()).toEqual(info);
    expect(listeners()).toEqual(before); // a rejected promise in a notebook must not end the kernel
    expect(warn).not.toHaveBeenCalled();
  });

  it("leaves no tensors behind, however often it is called", async () => {
    const before = tf.memory().numTensors;
    for (const { name } of engines) if (name !== "webgpu" || cardOfTests) await useEngine(name);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("takes the first of the list for auto", async () => {
    expect((await useEngine("auto")).name).toBe(engines[0]!.name);
    expect(engines.map((engine) => engine.name)).toEqual(["tensorflow", "webgpu", "wasm", "cpu"]);
  });

  it("falls back for auto, and says why and what mends it", async () => {
    vi.spyOn(tensorflow, "load").mockRejectedValue(new Error("The addon can not be found\nat path"));
    const info = await useEngine("auto");
    expect(info.name).toBe("wasm");
    expect(info.note).toContain('"tensorflow" does not work here: The addon can not be found. ');
    expect(info.note).toContain(tensorflow.mend);
    expect(currentEngine()).toEqual(info);
  });

  it("falls back twice", async () => {
    vi.spyOn(tensorflow, "load").mockRejectedValue(new Error("one"));
    vi.spyOn(wasm, "load").mockRejectedValue("two");
    const info = await useEngine("auto");
    expect([info.name, info.note.includes("one."), info.note.includes("two.")]).toEqual(["cpu", true, true]);
  });

  it("throws reason and mend for an engine asked for by name", async () => {
    await useEngine("cpu");
    vi.spyOn(tensorflow, "load").mockRejectedValue(new Error("It is not built."));
    const error = await useEngine("tensorflow").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ engine: "tensorflow", why: "It is not built.", mend: tensorflow.mend });
    expect((error as Error).message).toContain(`It is not built. ${tensorflow.mend}`);
    expect(currentEngine()!.name).toBe("cpu");
  });

  it("reads GANBOOK_ENGINE when no name is given", async () => {
    vi.stubEnv("GANBOOK_ENGINE", "cpu");
    expect((await useEngine()).name).toBe("cpu");
    vi.stubEnv("GANBOOK_ENGINE", "");
    expect((await useEngine()).name).toBe("tensorflow");
  });

  it("names the engines when there is none of that name", async () => {
    await expect(useEngine("webgl" as "wasm")).rejects.toThrow("auto, tensorflow, webgpu, wasm, cpu");
    vi.stubEnv("GANBOOK_ENGINE", "tensorfow");
    await expect(useEngine()).rejects.toThrow('GANBOOK_ENGINE is "tensorfow"');
  });

  it("notices an engine that computes wrongly", async () => {
    await useEngine("cpu");
    vi.spyOn(tf.getKernel("BatchMatMul", "cpu"), "kernelFunc").mockImplementation(() => tf.ones([1, 2, 2]));
    await expect(useEngine("cpu")).rejects.toThrow("multiplies wrongly");
  });
});

describe("tensorflowBackend", () => {
  it("is refused while another engine runs", async () => {
    await useEngine("cpu");
    expect(() => tensorflowBackend()).toThrow('Expected the engine "tensorflow", found "cpu".');
  });

  it("does not need the function that Node 23 removed", async () => {
    await useEngine("tensorflow");
    const { default: util } = await import("node:util");
    const { isNullOrUndefined } = util as unknown as { isNullOrUndefined: (value: unknown) => boolean };
    expect([undefined, null, 0, "", NaN].map(isNullOrUndefined)).toEqual([true, true, false, false, false]);
  });
});

describe("in a process of its own", () => {
  function run(script: string, environment: Record<string, string> = {}): string {
    return execFileSync(process.execPath, ["-e", script], {
      encoding: "utf8",
      env: { ...process.env, GANBOOK_ENGINE: "", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  it("loading the library does not load TensorFlow", () => {
    const script = `
      require(${JSON.stringify(BUILT)});
      const loaded = Object.keys(require.cache).filter((path) => /tfjs-node|backend-webgpu|backend-wasm|dawn\\.node/.test(path));
      console.log(loaded.length);`;
    expect(run(script)).toBe("0\n");
  });

  it("runs without util.isNullOrUndefined, and says nothing on its own", () => {
    const script = `
      delete require("node:util").isNullOrUndefined;
      const { useEngine, tf } = require(${JSON.stringify(BUILT)});
      useEngine("tensorflow").then(() => console.log(tf.ones([2]).sum().dataSync()[0]));`;
    expect(run(script)).toBe("2\n");
  });

  it("an addon that cannot be loaded: auto goes on with wasm", () => {
    const folder = mkdtempSync(join(tmpdir(), "ganbook-engine-"));
    try {
      const hook = join(folder, "no-addon.js");
      writeFileSync(
        hook,
        `const { Module } = require("node:module");
         const load = Module._extensions[".node"];
         Module._extensions[".node"] = (module, path) => {
           if (path.includes("tfjs")) throw new Error("libtensorflow_cc.so.2: cannot open shared object file");
           load(module, path);
         };`,
      );
      const script = `
        const { useEngine, tf } = require(${JSON.stringify(BUILT)});
        (async () => {
          await useEngine("tensorflow").catch((error) => console.log(error.why));
          const { name, note } = await useEngine("auto");
          console.log(name, note.includes("cannot open shared object file"), tf.ones([2]).sum().dataSync()[0]);
        })();`;
      const output = run(script, { NODE_OPTIONS: `--require ${hook}` });
      expect(output).toBe("libtensorflow_cc.so.2: cannot open shared object file.\nwasm true 2\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
