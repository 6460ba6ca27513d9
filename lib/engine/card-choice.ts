/**
 * Whether "auto" computes on a graphics card: only on a real one, and only where it was measured to be faster.
 *
 * The first "auto" on a machine looks for a card, in another process while the usual engine starts. Where there is one,
 * both train the article's DCGAN for a few steps, once. What came out is kept in .cache/ of the clone, so that later
 * starts read one small file; a machine without a card pays for one look. `npx ganbook doctor` measures anew.
 */
import { readFileSync } from "node:fs";
import { arch, cpus, hostname, platform } from "node:os";
import { askProgram, builtFile } from "./ask-program";
import { writeFileAtomic } from "./atomic-file";
import { isSoftwareDevice } from "./dawn";
import type { EngineName } from "./engine";
import type { Look } from "./look-for-card";

/** What is known of a machine. */
export interface CardChoice {
  takesCard: boolean;
  /** One sentence for a reader: which card, how fast, when measured. Empty where there is no card. */
  note: string;
}

const NO_CARD: CardChoice = { takesCard: false, note: "" };

/** Images a second of one step of the article's DCGAN, as `cli/measure-engine.ts` takes them. */
export interface Speed {
  name: EngineName;
  imagesPerSecond: number;
}

/** What the doctor knows of an engine. */
export interface Probe extends Speed {
  works: boolean;
  device: string;
}

/** A smaller lead could be turned round by another measurement, and the usual engine can do more (`compile`). */
const CLEAR_LEAD = 1.2;

/** After so long a card counts as broken, or as slower. */
const LOOK_SECONDS = 20;
const MEASURE_SECONDS = 120;

/** How to look and to measure, and where the outcome is kept; tests give stand-ins. */
export interface CardTools {
  look(): Promise<Look>;
  /** Images a second; 0 where the engine does not work. */
  measure(name: EngineName): Promise<number>;
  file: string;
}

export const cardTools: CardTools = {
  async look() {
    return askProgram<Look>([builtFile("engine", "look-for-card.js")], LOOK_SECONDS);
  },
  async measure(name) {
    const program = builtFile("cli", "measure-engine.js");
    const answer = await askProgram<{ imagesPerSecond?: number }>([program, name], MEASURE_SECONDS);
    return ("imagesPerSecond" in answer && answer.imagesPerSecond) || 0;
  },
  file: builtFile("..", "..", ".cache", "graphics-card.json"),
};

/** What was found before on this machine; undefined when nothing was. */
export function knownChoice({ file }: Pick<CardTools, "file"> = cardTools): CardChoice | undefined {
  return readChoices(file)[machine()];
}

/** Looks, measures where there is a real card, and keeps the outcome. `usual` is the engine that a card has to beat. */
export async function chooseCard(
  found: Look,
  usual: EngineName,
  tools: CardTools = cardTools,
): Promise<CardChoice> {
  if ("why" in found || found.isSoftware) return keep(NO_CARD, tools);
  const speeds: Speed[] = [];
  for (const name of ["webgpu", usual] as const) {
    speeds.push({ name, imagesPerSecond: await tools.measure(name) }); // one at a time: they share the processor
  }
  return keep(compare(found.card, speeds), tools);
}

/** Corrects what is kept, for the doctor, who measures every engine anyway. */
export async function keepSpeeds(
  probes: readonly Probe[],
  tools: CardTools = cardTools,
): Promise<CardChoice> {
  const card = probes.find(({ name, works }) => name === "webgpu" && works)?.device ?? "";
  const isReal = card !== "" && !isSoftwareDevice(card);
  return keep(isReal ? compare(card, probes) : NO_CARD, tools);
}

function compare(card: string, speeds: readonly Speed[]): CardChoice {
  const fastest = (some: readonly Speed[]) =>
    some.reduce((best, next) => (next.imagesPerSecond > best.imagesPerSecond ? next : best));
  const ofCard = fastest(speeds.filter(({ name }) => name === "webgpu"));
  const usual = fastest(speeds.filter(({ name }) => name !== "webgpu"));
  const takesCard = ofCard.imagesPerSecond > CLEAR_LEAD * usual.imagesPerSecond;
  const round = ({ imagesPerSecond: speed }: Speed) =>
    speed >= 10 ? speed.toFixed(0) : speed.toPrecision(2);
  const note =
    `On ${new Date().toISOString().slice(0, 10)} "webgpu" trained ${round(ofCard)} images a second on ${card}, ` +
    `"${usual.name}" ${round(usual)}; \`npx ganbook doctor\` measures again.`;
  return { takesCard, note };
}

/** A clone may be on a disk that several machines share; another version of anything below may be faster or slower. */
function machine(): string {
  const { dependencies } = JSON.parse(readFileSync(builtFile("..", "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const versions = ["webgpu", "@tensorflow/tfjs"].map((name) => `${name} ${dependencies[name]}`);
  return [hostname(), platform(), arch(), cpus()[0]?.model ?? "", ...versions].join(", ");
}

function readChoices(file: string): Record<string, CardChoice> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, CardChoice>;
  } catch {
    return {}; // none yet, or spoilt: the next look writes it
  }
}

async function keep(choice: CardChoice, { file }: CardTools): Promise<CardChoice> {
  const choices = { ...readChoices(file), [machine()]: choice };
  // Where the clone cannot be written, the next start looks again.
  await writeFileAtomic(file, `${JSON.stringify(choices, undefined, 2)}\n`).catch(() => undefined);
  return choice;
}
