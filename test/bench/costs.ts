/** What a learner waits for, apart from training steps. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pythonOf, root, workers } from "./paths";

export interface Cost {
  what: string;
  /** Null where it could not be measured. */
  seconds: number | null;
  /** Why it could not. */
  why?: string;
  /** The course's goal, where it has one. */
  atMost?: number;
}

type Measure = () => Promise<Cost[]>;

/** Each measures something, in this order; `clone` adds what downloads everything anew. */
export function costMeasures({ clone }: { clone: boolean }): { task: string; measure: Measure }[] {
  const always = [
    { task: "costs: cells in fresh kernels", measure: measureCells },
    { task: "costs: distances of 10,000 pictures", measure: measureDistances },
    { task: "costs: npm start -- --check", measure: measureSecondCheck },
  ];
  return clone ? [...always, { task: "costs: a fresh clone", measure: measureClone }] : always;
}

/** One that fails is told with why, under the name of its task. */
export async function measureCosts({ task, measure }: { task: string; measure: Measure }): Promise<Cost[]> {
  try {
    return await measure();
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const why = stderr?.trim().split("\n").at(-1) || message;
    return [{ what: task.replace("costs: ", ""), seconds: null, why }];
  }
}

async function measureCells(): Promise<Cost[]> {
  const script = join(root, "test", "bench", "kernel_cells.py");
  const tslab = join(root, "node_modules", "tslab", "bin", "tslab");
  const words = [script, "3", join(root, ".cache", "bench"), tslab];
  const times = JSON.parse(await output(pythonOf(join(root, ".venv")), words)) as Record<string, number>;
  return [
    { what: "a kernel starts until it answers", seconds: times.kernel! },
    { what: "first cell: import ganbook", seconds: times.import! },
    { what: "first cell: import, engine, first tensor", seconds: times.tensor!, atMost: 2 },
    { what: "a cell of one line after it", seconds: times.later! },
    { what: "the same in tslab's own kernel", seconds: times.plain! },
  ];
}

async function measureDistances(): Promise<Cost[]> {
  const printed = await output(process.execPath, [join(workers, "metrics.js")]);
  const times = JSON.parse(printed) as Record<string, number>;
  const measures = [
    ["kernelDistance", "kernel distance"],
    ["frechetDistance", "Fréchet distance"],
    ["precisionRecall", "precision and recall"],
  ] as const;
  return [
    { what: "features of 10,000 pictures", seconds: times.features! },
    ...measures.map(([key, name]) => ({
      what: `${name} of 10,000 pictures, features included`,
      seconds: times.features! + times[key]!,
      atMost: 10,
    })),
  ];
}

async function measureSecondCheck(): Promise<Cost[]> {
  const check = [join(root, "lib", "setup", "start.js"), "--check"];
  await output(process.execPath, check);
  const seconds = await secondsOf(() => output(process.execPath, check));
  return [{ what: "npm start -- --check with nothing to set up", seconds }];
}

/** Both commands of a new user, with caches of their own, so that everything is downloaded. */
async function measureClone(): Promise<Cost[]> {
  const folder = await mkdtemp(join(tmpdir(), "ganbook-bench-"));
  const clone = join(folder, "clone");
  const env = { npm_config_cache: join(folder, "npm"), PIP_CACHE_DIR: join(folder, "pip") };
  const npm = (...words: string[]) => output("npm", words, { cwd: clone, env });
  try {
    await output("git", ["clone", "--quiet", root, clone]);
    const costs: Cost[] = [];
    for (const [run, words] of [
      ["in a fresh clone, empty caches", ["start", "--", "--check"]],
      ["again", ["start", "--", "--check"]],
      ["in that clone", ["test"]],
      ["again", ["test"]],
    ] as const) {
      costs.push({ what: `npm ${words.join(" ")} ${run}`, seconds: await secondsOf(() => npm(...words)) });
    }
    return costs;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

/** What the program prints, its last line. */
async function output(
  program: string,
  words: string[],
  { cwd = root, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const variables = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env };
  const limits = { timeout: 3_600_000, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(program, words, { cwd, env: variables, ...limits });
  return stdout.trim().split("\n").at(-1) ?? "";
}
