/**
 * Measures one engine and prints a `Measurement` as its last line. `probeEngines` runs it in a process of its own:
 * node measure-engine.js tensorflow
 */
import { makeDataset } from "../datasets/dataset";
import { isSoftwareDevice } from "../engine/dawn";
import { EngineError } from "../engine/engine";
import type { EngineName } from "../engine/engine";
import type { Measurement } from "../engine/probe";
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import { useEngine } from "../engine/use-engine";
import { buildDcgan } from "../models/dcgan";
import { train } from "../train/train";

const SEED = 1;
/** The article's DCGAN and the doctor's batch; on plain JavaScript or a card in software its step takes minutes. */
const FULL = { width: 64, batchSize: 16 };
const SMALL = { width: 8, batchSize: 2 };

async function main(name: EngineName): Promise<void> {
  try {
    console.log(JSON.stringify(await measure(name)));
  } catch (error) {
    const { why, mend } =
      error instanceof EngineError ? error : { why: (error as Error).message, mend: undefined };
    console.log(JSON.stringify({ why, mend } satisfies Measurement));
  }
}

async function measure(name: EngineName): Promise<Measurement> {
  const { version, device, threads = 0 } = await useEngine(name);
  const isSoftware = isSoftwareDevice(device);
  const gflops = await productSpeed(isSoftware ? 256 : 1024);
  const isEstimate = name === "cpu" || isSoftware;
  const size = isEstimate ? SMALL : FULL;
  const scale = workOfStep(size.width) / workOfStep(FULL.width);
  const imagesPerSecond = (await stepSpeed(size)) * scale;
  return { version, device, threads, gflops, imagesPerSecond, isEstimate, why: "" };
}

/** Of A B with size x size matrices: 2 size^3 operations. */
async function productSpeed(size: number): Promise<number> {
  const a = tf.randomNormal([size, size], 0, 1, "float32", SEED);
  const product = async () => {
    // A new right side each time: "wasm" keeps the last one ready, and training never has the same twice.
    const result = tf.tidy(() => tf.matMul(a, tf.add(a, 1)));
    await result.data();
    result.dispose();
  };
  const seconds = await secondsOf(product, 5);
  a.dispose();
  return (2 * size ** 3) / seconds / 1e9;
}

async function stepSpeed({ width, batchSize }: typeof FULL): Promise<number> {
  const gan = buildDcgan({ width, seed: SEED });
  const times: number[] = [];
  const onStep = () => void times.push(performance.now());
  await train(gan, noise, { steps: 4, batchSize, seed: SEED, onStep });
  gan.dispose();
  const [, warm, ...rest] = times;
  return (1000 * batchSize * rest.length) / (rest.at(-1)! - warm!);
}

/** Median of so many runs after one to warm up; fewer where that takes more than a second. */
async function secondsOf(work: () => Promise<void>, runs: number): Promise<number> {
  await work();
  const begin = performance.now();
  const seconds: number[] = [];
  while (seconds.length === 0 || (seconds.length < runs && performance.now() - begin < 1000)) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)]!;
}

/**
 * Multiplications for one picture of a training step of the article's networks, up to a common factor: forwards and
 * backwards of one step cost about 4 forwards of the generator and 8 of the discriminator.
 */
function workOfStep(width: number): number {
  const generator = 100 * 64 * 4 * width + 25 * (64 * 8 * width ** 2 + 64 * 2 * width ** 2 + 256 * 3 * width);
  const discriminator = 25 * (256 * 3 * width + 64 * 2 * width ** 2) + 64 * 2 * width;
  return 4 * generator + 8 * discriminator;
}

const noise = makeDataset({
  name: "noise",
  imageShape: [32, 32, 3],
  size: FULL.batchSize,
  classes: ["noise"],
  labels: new Uint8Array(FULL.batchSize),
  note: "",
  write(index, target, offset) {
    const { integer } = rng(SEED).stream("picture", index);
    for (let i = 0; i < 32 * 32 * 3; i++) target[offset + i] = integer(256);
  },
});

void main(process.argv[2] as EngineName);
