/** Generators that were trained beforehand and come with the course, so that a slow machine can go on. */
import { join } from "node:path";
import { repositoryData } from "../datasets/data-folder";
import type { tf } from "../engine/tf";
import { writeWeights, readWeights } from "../engine/weights";
import { assignWeights, namedWeights, weightMap } from "../nn/weights";
import { rebuildGan } from "./rebuild";
import type { GanDescription } from "./types";

export type ShippedGeneratorName = "dcgan-cifar10" | "dcgan-sprites";

export interface ShippedGenerator {
  /** Latent z [batch, latentSize], normal(0, 1) -> pictures [batch, height, width, channels] in [-1, 1]. */
  readonly generator: tf.LayersModel;
  readonly latentSize: number;
  readonly imageShape: [height: number, width: number, channels: number];
  /** Steps that it was trained. */
  readonly step: number;
  /** Frees its weights. */
  readonly dispose: () => void;
}

/**
 * Loads a shipped generator. How it was made and what it is worth stand in data/cards/NAME.md.
 *
 * @throws Error that names the file when it is missing or damaged.
 */
export async function loadGenerator(name: ShippedGeneratorName): Promise<ShippedGenerator> {
  return readGenerator(generatorPath(name));
}

/** Where a shipped generator lies: data/weights/NAME.safetensors. */
export function generatorPath(name: ShippedGeneratorName): string {
  return join(repositoryData(), "weights", `${name}.safetensors`);
}

/** Reads what `writeGenerator` wrote. */
export async function readGenerator(path: string): Promise<ShippedGenerator> {
  const { tensors, metadata } = await readWeights(path);
  const { model, step } = metadata;
  if (model === undefined) throw new Error(`${path} holds no generator: its metadata has no "model".`);
  const gan = rebuildGan(JSON.parse(model) as GanDescription);
  gan.discriminator.dispose();
  assignWeights(namedWeights(gan.generator, "generator"), tensors);
  const { generator, latentSize, imageShape } = gan;
  return { generator, latentSize, imageShape, step: Number(step), dispose: () => generator.dispose() };
}

/** Writes a generator's weights in float16, which changes a picture by less than one step of its 256 greys. */
export async function writeGenerator(
  path: string,
  generator: tf.LayersModel,
  { description, step }: { description: GanDescription; step: number },
): Promise<void> {
  const tensors = weightMap(namedWeights(generator, "generator"));
  const metadata = { model: JSON.stringify(description), step: String(step) };
  await writeWeights(path, tensors, { dtype: "F16", metadata });
}
