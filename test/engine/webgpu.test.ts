/** The engine "webgpu": what it says, reads in both ways, and a process that ends. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { describeAdapter, isSoftware, isSoftwareDevice } from "../../lib/engine/dawn";
import { tf } from "../../lib/engine/tf";
import { currentEngine, useEngine } from "../../lib/engine/use-engine";
import { webgpu } from "../../lib/engine/webgpu";
import { runShader } from "../../lib/engine/webgpu-shader";
import { cardOfTests, describeEngines } from "./graphics-card";

const BUILT = join(__dirname, "../../lib/dist");

function run(script: string, environment: Record<string, string> = {}) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
    timeout: 40_000,
  });
  return { status, signal, stdout, stderr };
}

describe("an adapter", () => {
  const adapter = (info: Partial<Record<"vendor" | "architecture" | "device" | "description", string>>) => ({
    info: { vendor: "", architecture: "", device: "", description: "", ...info },
    limits: {},
    requestDevice: () => Promise.reject(new Error("no device")),
  });

  it.each([
    [{ vendor: "nvidia", architecture: "hopper", description: "NVIDIA H100" }, "GPU (NVIDIA H100)"],
    [{ vendor: "apple", architecture: "metal-3" }, "GPU (apple metal-3)"],
    [
      { vendor: "google", architecture: "swiftshader", description: "SwiftShader Device (Subzero)" },
      "CPU (SwiftShader Device (Subzero), a software driver)",
    ],
    [
      { vendor: "mesa", description: "llvmpipe (LLVM 15.0.6, 256 bits)" },
      "CPU (llvmpipe (LLVM 15.0.6, 256 bits), a software driver)",
    ],
    [
      { vendor: "microsoft", description: "Microsoft Basic Render Driver" },
      "CPU (Microsoft Basic Render Driver, a software driver)",
    ],
  ])("%j is %s", (info, text) => {
    expect(describeAdapter(adapter(info))).toBe(text);
    expect(isSoftware(adapter(info))).toBe(text.startsWith("CPU"));
    expect(isSoftwareDevice(text)).toBe(text.startsWith("CPU"));
  });
});

describeEngines(["webgpu"], "the engine %s", () => {
  beforeAll(async () => {
    await useEngine("webgpu");
    tf.env().set("WEBGPU_CPU_FORWARD", false); // else the backend leaves small tensors to the processor
  });
  afterEach(() => vi.restoreAllMocks());

  it("says on what it computes, and leaves no navigator.gpu behind", async () => {
    const listeners = process.listenerCount("uncaughtException");
    const info = await useEngine("webgpu");
    expect(info).toEqual({
      name: "webgpu",
      version: "tfjs-backend-webgpu 4.22.0",
      device: cardOfTests,
      note: "",
    });
    expect(tf.getBackend()).toBe("webgpu");
    expect(currentEngine()).toEqual(info);
    expect("gpu" in ((globalThis as { navigator?: object }).navigator ?? {})).toBe(false);
    expect(process.listenerCount("uncaughtException")).toBe(listeners);
  });

  it("dataSync reads numbers of every type without a warning, as often as asked", () => {
    const warn = vi.spyOn(console, "warn");
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const x = tf.add(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), 0.5);
      expect([...x.dataSync()]).toEqual([1.5, 2.5, 3.5, 4.5, 5.5, 6.5]);
      expect([...x.dataSync()]).toEqual([1.5, 2.5, 3.5, 4.5, 5.5, 6.5]);
      expect(tf.cast(x, "int32").arraySync()).toEqual([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
      expect([...tf.greater(x, 3).dataSync()]).toEqual([0, 0, 1, 1, 1, 1]);
      expect(tf.zeros([0, 2]).dataSync()).toHaveLength(0);
      expect(tf.complex(tf.add(1, [1]), tf.add(1, [2])).dataSync()).toEqual(Float32Array.of(2, 3));
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(warn).not.toHaveBeenCalled();
  });

  it("dataSync works while data() waits, and data() answers afterwards", async () => {
    const [a, b] = [1, 2].map((value) => tf.add(tf.fill([1000], value), 1));
    const later = a!.data();
    expect(b!.dataSync()[999]).toBe(3);
    expect((await later)[999]).toBe(2);
    const both = await Promise.all([tf.add(a!, b!).data(), tf.sub(a!, b!).data()]);
    expect(both.map((values) => values[0])).toEqual([5, -1]);
    tf.dispose([a!, b!]);
  });

  it("what goes wrong on the card is an error at the next read, in both ways, and only there", async () => {
    const broken = (name: string) => runShader({ name, variables: [], code: "no WGSL" }, [], { shape: [4] });
    const message = /graphics card did not do its work.*WGSL/s;
    expect(() => broken("one").dataSync()).toThrow(message);
    await expect(broken("two").data()).rejects.toThrow(message);
    expect(tf.tidy(() => tf.add(1, [2]).dataSync()[0])).toBe(3);
  });

  it("setImmediate is Node's own again", async () => {
    const original = globalThis.setImmediate;
    await tf.tidy(() => tf.add(1, [2])).data();
    expect(globalThis.setImmediate).toBe(original);
  });

  it("other engines and this one take turns", async () => {
    const product = () => [...tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]])).dataSync()];
    expect(product()).toEqual([11]);
    await useEngine("cpu");
    expect(product()).toEqual([11]);
    await useEngine("webgpu");
    expect(product()).toEqual([11]);
  });
});

describeEngines(["webgpu"], "in a process of its own, %s", () => {
  it.each([
    ["after a synchronous read", "console.log(three().dataSync()[0])"],
    ["after an asynchronous read", "three().data().then(([value]) => console.log(value))"],
    ["with work that nobody reads", "three(); console.log(3)"],
    ["when it ends by itself", "console.log(3); process.exit()"],
    [
      "when it is read at its end",
      'const last = three(); process.on("exit", () => console.log(last.dataSync()[0]))',
    ],
  ])("the process ends %s", (_, work) => {
    const script = `
      const { tf, useEngine } = require(${JSON.stringify(BUILT)});
      const three = () => tf.matMul([[1, 2]], [[1], [1]]);
      useEngine("webgpu").then(() => { ${work} });`;
    expect(run(script)).toEqual({ status: 0, signal: null, stdout: "3\n", stderr: "" });
  });

  it("an error in a program goes to its author, with an exit code", () => {
    const script = `
      const { useEngine } = require(${JSON.stringify(BUILT)});
      useEngine("webgpu").then(() => { throw new Error("of the program") });`;
    const { status, stderr } = run(script);
    expect(status).toBe(1);
    expect(stderr).toContain("of the program");
  });
});

describe.skipIf(process.platform !== "linux")("without a driver", () => {
  it("says why and what mends it, and the process ends", () => {
    const script = `
      const { useEngine } = require(${JSON.stringify(BUILT)});
      useEngine("webgpu").catch((error) => console.log(error.why + "|" + error.mend));`;
    const { status, stdout } = run(script, { VK_DRIVER_FILES: "/nowhere", VK_ICD_FILENAMES: "/nowhere" });
    expect(status).toBe(0);
    expect(stdout).toContain("finds no graphics card");
    expect(stdout).toContain(webgpu.mend);
  });
});
