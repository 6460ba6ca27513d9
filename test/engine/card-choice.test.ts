/** Which machines compute on their graphics card by themselves: only those where it was measured to be faster. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cardTools, chooseCard, keepSpeeds, knownChoice } from "../../lib/engine/card-choice";
import type { CardTools } from "../../lib/engine/card-choice";
import type { EngineName } from "../../lib/engine/engine";
import type { Look } from "../../lib/engine/look-for-card";
import { useEngine } from "../../lib/engine/use-engine";
import { webgpu } from "../../lib/engine/webgpu";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ganbook-card-"));
  vi.stubEnv("GANBOOK_WEBGPU", "");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  Object.assign(cardTools, original);
});
const original = { ...cardTools };

const REAL: Look = { card: "GPU (Any 1)", isSoftware: false };
const SOFTWARE: Look = { card: "CPU (SwiftShader, a software driver)", isSoftware: true };
const NONE: Look = { why: "Dawn finds no card." };

/** Stand-ins that count what they were asked. */
function tools(speeds: Partial<Record<EngineName, number>>, look = REAL): CardTools & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    look: () => Promise.resolve((asked.push("look"), look)),
    measure: (name) => Promise.resolve((asked.push(name), speeds[name] ?? 0)),
    file: join(folder, "deep", "card.json"),
  };
}

describe("chooseCard", () => {
  it("takes a real card that is clearly faster, says so, and remembers it", async () => {
    const given = tools({ webgpu: 500, tensorflow: 160 });
    const choice = await chooseCard(REAL, "tensorflow", given);
    expect(choice.takesCard).toBe(true);
    expect(choice.note).toMatch(
      /^On \d{4}-\d\d-\d\d "webgpu" trained 500 images a second on GPU \(Any 1\), "tensorflow" 160/,
    );
    expect(given.asked).toEqual(["webgpu", "tensorflow"]);
    expect(knownChoice(given)).toEqual(choice);
  });

  it.each([
    ["slower", { webgpu: 90, tensorflow: 160 }],
    ["hardly faster", { webgpu: 180, tensorflow: 160 }],
    ["broken", { webgpu: 0, tensorflow: 160 }],
    ["broken, and so is the other", {}],
  ])("leaves a real card that is %s", async (_, speeds) => {
    const given = tools(speeds);
    expect((await chooseCard(REAL, "tensorflow", given)).takesCard).toBe(false);
    expect(knownChoice(given)!.takesCard).toBe(false);
  });

  it.each([
    ["software", SOFTWARE],
    ["no card", NONE],
  ])("measures nothing where there is %s", async (_, look) => {
    const given = tools({ webgpu: 500, tensorflow: 1 });
    expect(await chooseCard(look, "tensorflow", given)).toEqual({ takesCard: false, note: "" });
    expect(given.asked).toEqual([]);
    expect(knownChoice(given)).toEqual({ takesCard: false, note: "" });
  });

  it("works where nothing can be kept, and where what is kept is spoilt", async () => {
    writeFileSync(join(folder, "file"), "{ not JSON");
    expect(knownChoice({ file: join(folder, "file") })).toBeUndefined();
    const given = { ...tools({ webgpu: 500, wasm: 15 }), file: join(folder, "file", "card.json") };
    expect((await chooseCard(REAL, "wasm", given)).takesCard).toBe(true);
    expect(knownChoice(given)).toBeUndefined();
  });
});

describe("keepSpeeds", () => {
  const speeds = (device: string, imagesPerSecond: number) => [
    { name: "tensorflow" as const, works: true, device: "CPU", imagesPerSecond: 160 },
    { name: "webgpu" as const, works: imagesPerSecond > 0, device, imagesPerSecond },
    { name: "wasm" as const, works: true, device: "CPU", imagesPerSecond: 15 },
  ];

  it.each([
    ["GPU (Any 1)", 500, true],
    ["GPU (Any 1)", 100, false],
    ["CPU (SwiftShader, a software driver)", 500, false],
    ["", 0, false],
  ])("on %s, %i images a second: %s", async (device, imagesPerSecond, takesCard) => {
    const given = tools({});
    await keepSpeeds(speeds(device, imagesPerSecond), given);
    expect(knownChoice(given)!.takesCard).toBe(takesCard);
  });
});

describe("useEngine auto", () => {
  it("looks once: a machine without a card goes on with the usual engine", async () => {
    const given = Object.assign(cardTools, tools({}, NONE));
    expect(await useEngine("auto")).toMatchObject({ name: "tensorflow", note: "" });
    expect(await useEngine("auto")).toMatchObject({ name: "tensorflow", note: "" });
    expect(given).toMatchObject({ asked: ["look"] });
  });

  it("takes a faster card, and the next time without the usual engine", async () => {
    vi.spyOn(webgpu, "load").mockResolvedValue({ version: "1", device: "GPU (Any 1)" });
    const given = Object.assign(cardTools, tools({ webgpu: 500, tensorflow: 160 }));
    const info = await useEngine("auto");
    expect(info).toMatchObject({ name: "webgpu", device: "GPU (Any 1)" });
    expect(info.note).toContain("trained 500 images a second");
    expect(await useEngine("auto")).toEqual(info);
    expect(given).toMatchObject({ asked: ["look", "webgpu", "tensorflow"] });
  });

  it("falls back where the card is gone, and says why", async () => {
    Object.assign(cardTools, tools({ webgpu: 500, tensorflow: 160 }));
    await chooseCard(REAL, "tensorflow");
    vi.spyOn(webgpu, "load").mockRejectedValue(new Error("The card is gone."));
    const { name, note } = await useEngine("auto");
    expect(name).toBe("tensorflow");
    expect(note).toContain('"webgpu" does not work here: The card is gone.');
  });

  it("does not look with GANBOOK_WEBGPU=off", async () => {
    vi.stubEnv("GANBOOK_WEBGPU", "off");
    const given = Object.assign(cardTools, tools({ webgpu: 500 }));
    expect((await useEngine("auto")).name).toBe("tensorflow");
    expect(given).toMatchObject({ asked: [] });
    expect(existsSync(given.file)).toBe(false);
  });
});
