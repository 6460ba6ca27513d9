/**
 * A graphics card for the tests of the engine "webgpu": the machine's own, else SwiftShader, which computes on the
 * processor and comes with Chromium. Without either the tests are skipped by name; in CI they may not be.
 */
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { describe } from "vitest";
import { cardTools } from "../../lib/engine/card-choice";
import type { EngineName } from "../../lib/engine/engine";

/** Where Chromium keeps its libraries, on Debian and on others. */
const FOLDERS = ["/usr/lib/chromium", "/usr/lib/chromium-browser", "/opt/google/chrome", "/opt/chromium"];
const DRIVER = "vk_swiftshader_icd.json";

/** glibc's RTLD_NODELETE, which Node does not name: the library stays although it is no addon. */
const KEEP = 0x1000;

async function findCard(): Promise<{ card: string; why: string }> {
  const own = await cardTools.look();
  if ("card" in own) return { card: own.card, why: "" };
  const folder = FOLDERS.find((path) => existsSync(join(path, DRIVER)));
  if (!folder) return { card: "", why: `${own.why} Chromium, whose SwiftShader would do, is not there.` };
  useSwiftShader(folder);
  const software = await cardTools.look();
  return "card" in software ? { card: software.card, why: "" } : { card: "", why: software.why };
}

/** For this process and those that it starts. */
function useSwiftShader(folder: string): void {
  process.env.VK_DRIVER_FILES = join(folder, DRIVER);
  process.env.LD_LIBRARY_PATH = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  try {
    // Too late for LD_LIBRARY_PATH here: a library that is loaded already is found by its name.
    process.dlopen({ exports: {} }, join(folder, "libvulkan.so.1"), constants.dlopen.RTLD_NOW | KEEP);
  } catch {
    // "Module did not self-register": it is no addon, but it is loaded. If it is not, the system's own has to do.
  }
}

const { card, why } = await findCard();
if (why !== "" && process.env.GANBOOK_CI_STRICT === "1") {
  throw new Error(`In CI the tests of "webgpu" may not be skipped. ${why}`);
}
if (why !== "") process.stderr.write(`Skipped: tests of the engine "webgpu". ${why}\n`);

/** What these tests run on, as `describeAdapter` says it; empty where there is none. */
export const cardOfTests = card;

/** `describe.each` for engines; "webgpu" is skipped where it cannot run. */
export function describeEngines<E extends EngineName>(
  engines: readonly E[],
  title: string,
  tests: (engine: E) => void,
): void {
  for (const engine of engines) {
    describe.skipIf(engine === "webgpu" && card === "")(title.replace("%s", engine), () => tests(engine));
  }
}
