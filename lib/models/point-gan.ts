/** A small GAN whose "pictures" are points in the plane. */
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import { SpectralDense } from "../nn/spectral-layers";
import { kerasInitialisation, networkFrom } from "./layer-table";

export interface PointGanOptions {
  /** Of all first weights. */
  seed: number;
  latentSize?: number;
  /** Units of each hidden layer. */
  width?: number;
  /** Hidden layers of each network. */
  depth?: number;
  /** Whether the discriminator's layers are divided by their spectral norms. */
  spectralNorm?: boolean;
}

export interface PointGan {
  /** Latent z [batch, latentSize], normal(0, 1) -> points [batch, 2]. */
  readonly generator: tf.LayersModel;
  /** Points [batch, 2] -> logits [batch, 1]; higher means more real. */
  readonly discriminator: tf.LayersModel;
  readonly latentSize: number;
  /** Frees both networks' weights. */
  readonly dispose: () => void;
}

/**
 * Two plain networks: `depth` hidden layers of `width` units with ReLU (the generator) or LeakyReLU 0.2 (the
 * discriminator), and a last layer without. The same seed gives the same first weights, with and without spectral norm.
 */
export function buildPointGan(options: PointGanOptions): PointGan {
  const { seed, latentSize = 16, width = 128, depth = 2, spectralNorm = false } = options;
  const plain = network(rng(seed).stream("generator"), false);
  const judge = network(rng(seed).stream("discriminator"), spectralNorm);
  const hidden = Array.from({ length: depth }, (_, k) => k + 1);
  const generator = networkFrom(
    "generator",
    [latentSize],
    [
      ...hidden.flatMap((k) => [plain(`hidden-${k}`, width), tf.layers.reLU({ name: `relu-${k}` })]),
      plain("point", 2),
    ],
  );
  const discriminator = networkFrom(
    "discriminator",
    [2],
    [
      ...hidden.flatMap((k) => [
        judge(`hidden-${k}`, width),
        tf.layers.leakyReLU({ name: `leaky-${k}`, alpha: 0.2 }),
      ]),
      judge("logit", 1),
    ],
  );
  const dispose = () => [generator, discriminator].forEach((model) => model.dispose());
  return { generator, discriminator, latentSize, dispose };
}

/** Makes dense layers by name, each with first weights of its own. */
function network(seeds: ReturnType<typeof rng>, isSpectral: boolean) {
  return (name: string, units: number): tf.layers.Layer => {
    const kernelInitializer = kerasInitialisation.kernel(1 + seeds.stream(name).integer(2 ** 31 - 1));
    const args = { name, units, kernelInitializer };
    return isSpectral ? new SpectralDense(args) : tf.layers.dense(args);
  };
}

/**
 * The points that the generator makes of these latents.
 *
 * @param z [count, latentSize], not disposed.
 */
export async function pointsFrom(
  generator: tf.LayersModel,
  z: tf.Tensor2D,
): Promise<[x: number, y: number][]> {
  const made = generator.predict(z, { batchSize: 1000 }) as tf.Tensor2D;
  const points = (await made.array()) as [number, number][];
  made.dispose();
  return points;
}
