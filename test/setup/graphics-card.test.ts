/** Which build of TensorFlow a machine gets. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { decideBuild } from "../../lib/setup/tensorflow/graphics-card";
import { type Clone, addScript, makeClone, startSetUp } from "./stand-ins/clone";

// Each set-up starts some twenty processes: seconds on a quiet machine, minutes on a busy one.
vi.setConfig({ testTimeout: 240_000 });

const machine = { refused: false, platform: "linux", arch: "x64", room: 50e9 };
const card = { found: true, ok: true, output: "NVIDIA L4, 550.54.15, 8.9\nNVIDIA L4, 550.54.15, 8.9" };

describe("decideBuild", () => {
  it("takes the GPU build for a card with a new enough driver", () => {
    expect(decideBuild({ ...machine, smi: card })).toEqual({ build: "gpu", card: "NVIDIA L4", why: "" });
  });

  it("takes the CPU build without a word where there is no card", () => {
    const smi = { found: false, ok: false, output: "" };
    expect(decideBuild({ ...machine, smi })).toEqual({ build: "cpu", card: "", why: "" });
  });

  const cases: [string, Partial<typeof machine> & { smi?: typeof card }, RegExp][] = [
    ["--cpu", { refused: true }, /NVIDIA L4 is not used, because of --cpu/],
    ["another system", { platform: "win32" }, /for Linux on x64 only/],
    ["another processor", { arch: "arm64" }, /for Linux on x64 only/],
    [
      "an old driver",
      { smi: { ...card, output: "Tesla K80, 470.82.01, 3.7" } },
      /470\.82\.01 is older than 525/,
    ],
    ["a broken driver", { smi: { ...card, ok: false, output: "no driver" } }, /fails \(no driver\)/],
    [
      "no card",
      { smi: { ...card, output: "No devices were found" } },
      /names no card \(No devices were found\)/,
    ],
    ["a full disk", { room: 4.2e9 }, /^NVIDIA L4 is not used: .* needs 9 GB of disk, and 4 are free\.$/],
    ["no word", { smi: { ...card, output: "" } }, /it printed nothing/],
  ];

  it.each(cases)("takes the CPU build and says why: %s", (_, facts, why) => {
    const decision = decideBuild({ ...machine, smi: card, ...facts });
    expect(decision.build).toBe("cpu");
    expect(decision.why).toMatch(why);
  });
});

describe.skipIf(process.platform === "win32")(
  "set-up with a stand-in for nvidia-smi (a POSIX shell script)",
  () => {
    const clones: Clone[] = [];

    afterEach(() => {
      for (const clone of clones.splice(0)) clone.remove();
    });

    function cloneWith(smi: string, name?: string): Clone {
      const clone = makeClone(name);
      clones.push(clone);
      addScript(clone, "nvidia-smi", smi);
      return clone;
    }

    const engineOf = (clone: Clone) =>
      JSON.parse(clone.read(".cache/setup/engine.json")) as Record<string, unknown>;

    it("installs the GPU build with CUDA beside it when TensorFlow sees the card", async () => {
      const clone = cloneWith("echo 'NVIDIA L4, 550.54.15, 8.9'", "with-card");
      const { code, output } = await startSetUp(clone).ended;
      expect(code, output).toBe(0);
      expect(engineOf(clone)).toMatchObject({ engine: "tensorflow", build: "gpu", gpu: true, note: "" });
      expect(clone.read(".cache/tensorflow-2.21.0-gpu/nvidia/cublas/lib/libcublas.so.12")).toBe("");
    });

    it("goes back to the CPU build, and says so, when TensorFlow does not see the card", async () => {
      const clone = cloneWith("echo 'NVIDIA L4, 550.54.15, 8.9'");
      const { code, output } = await startSetUp(clone).ended;
      expect(code, output).toBe(0);
      expect(output).toContain(
        "NVIDIA L4 is not used: TensorFlow's GPU build started, but it does not see the card.",
      );
      expect(engineOf(clone)).toMatchObject({ engine: "tensorflow", build: "cpu" });
    });

    it("does not even download it with --cpu", async () => {
      const clone = cloneWith("echo 'NVIDIA L4, 550.54.15, 8.9'");
      const { output } = await startSetUp(clone, {}, "{ cpu: true }").ended;
      expect(output).toContain("NVIDIA L4 is not used, because of --cpu.");
      expect(Object.keys(engineOf(clone))).toContain("build");
      expect(clone.read("stand-ins.log").match(/pip download/g)).toHaveLength(1);
      expect(engineOf(clone)).toMatchObject({ build: "cpu" });
    });
  },
);
