import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { probeEngines } from "../../lib/engine/probe";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ganbook-probe-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A stand-in for the program that measures, so that the test needs no engine. */
function program(name: string, source: string): string {
  const path = join(folder, `${name}.js`);
  writeFileSync(path, source);
  return path;
}

it("an engine that crashes, one that hangs, and one that works", async () => {
  const path = program(
    "mixed",
    `const name = process.argv[2];
     if (name === "tensorflow") process.kill(process.pid, "SIGSEGV");
     if (name === "webgpu") throw new Error("no card");
     if (name === "wasm") setInterval(() => {}, 1000);
     const cpu = { version: "1", device: "CPU", threads: 1, gflops: 2, imagesPerSecond: 3, isEstimate: true, why: "" };
     if (name === "cpu") console.log("a log line\\n" + JSON.stringify(cpu));`,
  );
  const [tensorflow, webgpu, wasm, cpu] = await probeEngines({ program: path, secondsPerEngine: 3 });
  expect(tensorflow).toMatchObject({ name: "tensorflow", works: false, gflops: 0, version: "" });
  expect(tensorflow!.why).toContain("SIGSEGV");
  expect(tensorflow!.mend).toContain("npm start");
  expect(webgpu).toMatchObject({ name: "webgpu", works: false });
  expect(webgpu!.why).toContain("exit code 1");
  expect(webgpu!.mend).toContain("Vulkan");
  expect(wasm).toMatchObject({ name: "wasm", works: false, why: "It gave no answer in 3 seconds." });
  expect(wasm!.mend).toContain("busy");
  expect(cpu).toEqual({
    ...{ name: "cpu", works: true, version: "1", device: "CPU", threads: 1 },
    ...{ gflops: 2, imagesPerSecond: 3, isEstimate: true, why: "", mend: "" },
  });
});

it("an engine that says why, one that throws, and one that says nothing", async () => {
  const path = program(
    "broken",
    `const name = process.argv[2];
     if (name === "tensorflow") console.log(JSON.stringify({ why: "It is not built.", mend: "Build it." }));
     if (name === "webgpu") console.log(JSON.stringify({ why: "No card.", mend: "Buy one." }));
     if (name === "wasm") { console.error("out of memory"); process.exit(3); }`,
  );
  const probes = await probeEngines({ program: path });
  expect(probes.map(({ works }) => works)).toEqual([false, false, false, false]);
  expect(probes.map(({ why }) => why)).toEqual([
    "It is not built.",
    "No card.",
    "Its process ended with exit code 3 before it was done: out of memory",
    "Its process ended with exit code 0 before it was done.",
  ]);
  expect(probes[0]!.mend).toBe("Build it.");
});
