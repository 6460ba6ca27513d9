/** What the doctor says and how it ends, for machines in several states of health. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DatasetReport } from "../../lib/datasets/load";
import type { EngineProbe } from "../../lib/engine/probe";
import type { Part } from "../../lib/cli/setup-probe";

/** The machine of each test. */
const machine: {
  parts: Part[];
  engines: EngineProbe[];
  datasets: DatasetReport[];
  engineNote: { note: string; mend: string };
} = { parts: [], engines: [], datasets: [], engineNote: { note: "", mend: "" } };

vi.mock("../../lib/cli/setup-probe", () => ({
  setupProbe: () => ({ probeParts: () => machine.parts, engineNote: () => machine.engineNote }),
}));
vi.mock("../../lib/engine/probe", () => ({ probeEngines: () => Promise.resolve(machine.engines) }));
const kept = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock("../../lib/engine/card-choice", () => ({ keepSpeeds: kept }));
vi.mock("../../lib/datasets/load", () => ({ findDatasets: () => Promise.resolve(machine.datasets) }));

const python: Part = { name: "Python", works: true, found: "3.11.7", why: "", mend: "" };
const noJupyter: Part = {
  name: "JupyterLab",
  works: false,
  found: "",
  why: "it is not in .venv",
  mend: "Run npm start.",
};

function engine(name: EngineProbe["name"], works: boolean): EngineProbe {
  return {
    name,
    works,
    version: "1.2.3",
    device: "CPU",
    gflops: works ? 71.2 : 0,
    imagesPerSecond: works ? 4.567 : 0,
    threads: 2,
    isEstimate: false,
    why: works ? "" : "its library does not load",
    mend: works ? "" : "Run npm start again.",
  };
}

let printed = "";
beforeEach(() => {
  printed = "";
  Object.assign(machine, { parts: [python], engines: [], datasets: [], engineNote: { note: "", mend: "" } });
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

async function doctor(options: { json?: boolean } = {}): Promise<number> {
  const { runDoctor } = await import("../../lib/cli/doctor");
  return runDoctor(options);
}

describe("ganbook doctor", () => {
  it("ends with 0 when every part is there and an engine trains", async () => {
    machine.engines = [engine("tensorflow", true), engine("wasm", true), engine("cpu", true)];
    expect(await doctor()).toBe(0);
    expect(printed).toContain("matMul 71 GFLOP/s, DCGAN step at batch 16: 4.6 images/s");
    expect(printed).toContain("Everything that the course needs is here.");
  });

  it("ends with 0 on a slower engine, and says what is wrong with the fast one and how to mend it", async () => {
    machine.engines = [engine("tensorflow", false), engine("wasm", true)];
    expect(await doctor()).toBe(0);
    expect(printed).toMatch(/engine tensorflow +no +its library does not load\n +Run npm start again\./);
  });

  it("ends with 1 when plain JavaScript is all that is left: nobody can train on it", async () => {
    machine.engines = [engine("tensorflow", false), engine("wasm", false), engine("cpu", true)];
    expect(await doctor()).toBe(1);
    expect(printed).toContain("Something that the course needs is broken.");
  });

  it("ends with 1 when a graphics card in software is all that is left beside it", async () => {
    const software = { ...engine("webgpu", true), device: "CPU (SwiftShader, a software driver)" };
    machine.engines = [engine("tensorflow", false), software, engine("cpu", true)];
    expect(await doctor()).toBe(1);
    expect(printed).toMatch(/engine webgpu +ok +1\.2\.3, CPU \(SwiftShader, a software driver\), matMul/);
  });

  it("ends with 0 when a real card works, and keeps the speeds for useEngine", async () => {
    machine.engines = [engine("tensorflow", false), { ...engine("webgpu", true), device: "GPU (Any 1)" }];
    expect(await doctor()).toBe(0);
    expect(kept).toHaveBeenLastCalledWith(machine.engines);
  });

  it("ends with 1 when a part is missing, with its mend", async () => {
    machine.engines = [engine("tensorflow", true)];
    machine.parts = [python, noJupyter];
    expect(await doctor()).toBe(1);
    expect(printed).toMatch(/JupyterLab +no +it is not in \.venv\n +Run npm start\./);
  });

  it("does not call a missing data set broken, but says where it looked", async () => {
    machine.engines = [engine("tensorflow", true)];
    machine.datasets = [
      { name: "cifar10", found: false, where: "", problem: "not in data/", size: 0, official: false },
    ];
    expect(await doctor()).toBe(0);
    expect(printed).toMatch(/data cifar10 +no +not in data\//);
  });

  it("repeats what set-up said about the engine", async () => {
    machine.engines = [engine("wasm", true)];
    machine.engineNote = { note: "No wheel for this Python.", mend: "Install Python 3.11." };
    await doctor();
    expect(printed).toContain("No wheel for this Python. Install Python 3.11.");
  });

  it("prints one line of JSON and nothing else for a program", async () => {
    machine.engines = [engine("tensorflow", true)];
    machine.parts = [python, noJupyter];
    expect(await doctor({ json: true })).toBe(1);
    expect(printed.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(printed)).toMatchObject({
      healthy: false,
      parts: [
        { name: "Python", works: true },
        { name: "JupyterLab", works: false, mend: "Run npm start." },
      ],
      engines: [{ name: "tensorflow", works: true, imagesPerSecond: 4.567 }],
    });
  });
});
