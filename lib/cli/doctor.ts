/** `ganbook doctor`: what is there, what works, how fast, and what mends the rest. */
import { Command } from "commander";
import { findDatasets } from "../datasets/load";
import type { DatasetReport } from "../datasets/load";
import { keepSpeeds } from "../engine/card-choice";
import { isSoftwareDevice } from "../engine/dawn";
import { probeEngines } from "../engine/probe";
import type { EngineProbe } from "../engine/probe";
import { setupProbe } from "./setup-probe";
import type { Part } from "./setup-probe";

/** All that the doctor found. */
export interface Diagnosis {
  /** Whether a learner can work: every part is there, and an engine that trains. */
  healthy: boolean;
  parts: Part[];
  engines: EngineProbe[];
  datasets: DatasetReport[];
  /** What set-up said about the TensorFlow engine; empty when all is well. */
  note: string;
}

/** Plain JavaScript and a card in software are for tests: a chapter on them would take days. */
const trains = ({ works, name, device }: EngineProbe) => works && name !== "cpu" && !isSoftwareDevice(device);

/**
 * Looks at everything, prints it (a table, or one line of JSON) and says whether the course can run here.
 *
 * @param options.json Print the `Diagnosis` as JSON, and nothing else, on stdout.
 * @returns The exit code: 0 when healthy, 1 when something needed is broken.
 */
export async function runDoctor({ json = false }: { json?: boolean } = {}): Promise<number> {
  const diagnosis = await diagnose();
  process.stdout.write(json ? `${JSON.stringify(diagnosis)}\n` : formatDiagnosis(diagnosis));
  return diagnosis.healthy ? 0 : 1;
}

/** The command, for the program that gathers all of them. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("Say what is installed, which engines work and how fast, and what mends the rest.")
    .option("--json", "print one line of JSON")
    .action(async (options: { json?: boolean }) => {
      process.exitCode = await runDoctor(options);
    });
}

async function diagnose(): Promise<Diagnosis> {
  const { probeParts, engineNote } = setupProbe();
  const parts = probeParts();
  const engines = await probeEngines();
  await keepSpeeds(engines);
  const datasets = await findDatasets();
  const { note, mend } = engineNote();
  const healthy = parts.every((part) => part.works) && engines.some(trains);
  return { healthy, parts, engines, datasets, note: [note, mend].filter(Boolean).join(" ") };
}

/** The diagnosis as lines for a reader. */
export function formatDiagnosis({ healthy, parts, engines, datasets, note }: Diagnosis): string {
  const lines = [
    ...parts.flatMap(row),
    ...engines.flatMap((engine) =>
      row({ ...engine, name: `engine ${engine.name}`, found: describe(engine) }),
    ),
    ...datasets.flatMap(({ name, found, where, problem }) =>
      row({ name: `data ${name}`, works: found, found: where, why: problem, mend: "" }),
    ),
  ];
  if (note) lines.push(note);
  lines.push(
    healthy ? "Everything that the course needs is here." : "Something that the course needs is broken.",
  );
  return `${lines.join("\n")}\n`;
}

function describe({ version, device, gflops, imagesPerSecond }: EngineProbe): string {
  const speed = `matMul ${round(gflops)} GFLOP/s, DCGAN step at batch 16: ${round(imagesPerSecond)} images/s`;
  return `${version}, ${device}, ${speed}`;
}

const round = (value: number) => (value >= 10 ? value.toFixed(0) : value.toPrecision(2));

function row({ name, works, found, why, mend }: Part): string[] {
  const first = `${name.padEnd(18)} ${works ? "ok  " : "no  "} ${works ? found : why}`;
  return mend && !works ? [first, `${" ".repeat(24)}${mend}`] : [first];
}
