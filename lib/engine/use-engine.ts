/** Chooses the engine that TensorFlow.js runs on. */
import { cardTools, chooseCard, knownChoice } from "./card-choice";
import { cpu } from "./cpu";
import { EngineError } from "./engine";
import type { Engine, EngineInfo, EngineName } from "./engine";
import { installFastOps } from "./fast/install";
import { installRepairs } from "./repairs/install";
import { tensorflow } from "./tensorflow";
import { tf } from "./tf";
import { wasm } from "./wasm";
import { webgpu } from "./webgpu";

/** All engines, the fastest first; "webgpu" is the fastest on some machines only, see `card-choice.ts`. */
export const engines: readonly Engine[] = [tensorflow, webgpu, wasm, cpu];

let current: EngineInfo | undefined;

/**
 * Makes an engine the current one, and mends what TensorFlow.js gets wrong for GANs (see `repairs/`).
 *
 * @param name  An engine, or "auto": the fastest that works; "webgpu" only on a graphics card on which it was measured to
 *              be faster. Without it, the variable GANBOOK_ENGINE decides. GANBOOK_WEBGPU=off keeps "auto" from the card.
 * @returns What runs now. With "auto", `note` says why a faster engine was left out.
 * @throws EngineError when an engine asked for by name does not work: why, and what mends it.
 * @throws RangeError when there is no such engine.
 */
export async function useEngine(name: EngineName | "auto" = chosenByUser()): Promise<EngineInfo> {
  if (name === "auto") return useFastest();
  const engine = engines.find((candidate) => candidate.name === name);
  if (!engine) throw new RangeError(unknownEngine("useEngine: name", name));
  return (current = await start(engine));
}

/** The engine that `useEngine` chose last; undefined before its first call. */
export function currentEngine(): EngineInfo | undefined {
  return current;
}

async function useFastest(): Promise<EngineInfo> {
  const known = mayUseCard() ? knownChoice() : { takesCard: false, note: "" };
  if (known) return useFirst(known.takesCard ? [webgpu, ...withoutCard] : withoutCard, known.note);
  const look = cardTools.look(); // while the usual engine starts
  const usual = await useFirst(withoutCard);
  const { takesCard, note } = await chooseCard(await look, usual.name);
  return takesCard ? useFirst([webgpu, ...withoutCard], note) : usual;
}

const withoutCard = engines.filter((engine) => engine !== webgpu);

function mayUseCard(): boolean {
  return process.env.GANBOOK_WEBGPU !== "off";
}

/** The first of a list that works; its note says why those before it do not, or else `noteOfFirst`. */
async function useFirst(candidates: readonly Engine[], noteOfFirst = ""): Promise<EngineInfo> {
  const failures: EngineError[] = [];
  for (const engine of candidates) {
    try {
      const info = await start(engine);
      const note = failures.map((failure) => failure.message).join(" ");
      return (current = { ...info, note: note || noteOfFirst });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      failures.push(error);
    }
  }
  throw new Error(failures.map((failure) => failure.message).join("\n"));
}

async function start(engine: Engine): Promise<EngineInfo> {
  try {
    const details = await engine.load();
    installRepairs();
    installFastOps();
    checkArithmetic();
    return { name: engine.name, ...details, note: "" };
  } catch (cause) {
    throw new EngineError(engine, cause);
  }
}

/** An engine that loads may still fail at its first operation, as tfjs-node did on Node 23. */
function checkArithmetic(): void {
  const values = tf.tidy(() => {
    const matrix = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    return tf.matMul(matrix, matrix).dataSync();
  });
  if (values.join() !== "7,10,15,22") {
    throw new Error(`It multiplies wrongly: [[1, 2], [3, 4]] squared gave ${values.join(", ")}.`);
  }
}

function chosenByUser(): EngineName | "auto" {
  const name = process.env.GANBOOK_ENGINE || "auto";
  if (name === "auto") return name;
  const engine = engines.find((candidate) => candidate.name === name);
  if (!engine) throw new RangeError(unknownEngine("GANBOOK_ENGINE", name));
  return engine.name;
}

function unknownEngine(where: string, name: string): string {
  const names = engines.map((engine) => engine.name).join(", ");
  return `${where} is "${name}". Give one of auto, ${names}.`;
}
