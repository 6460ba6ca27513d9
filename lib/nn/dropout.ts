/**
 * Dropout whose masks come from the course's seeded streams.
 *
 * The layer of TensorFlow.js has a fixed seed or none: with a seed it drops the same units at every step,
 * without one no run can be repeated. Here the training step hands out seeds, and each call uses the next one.
 */
import { randomMask } from "../engine/random";
import type { SeedPair } from "../engine/random";
import type { Rng } from "../engine/rng";
import { tf } from "../engine/tf";

/** Seed of one mask: two int32 numbers, or a tensor [2] of them, which the layer does not dispose. */
export type MaskSeed = SeedPair | tf.Tensor1D;

/** Which seed the `call`-th use (from 0) of the layer named `layer` takes within one step. */
export type MaskSeeds = (layer: string, call: number) => MaskSeed;

export interface DropoutArgs {
  /** Share of the units that are set to 0, in [0, 1). */
  rate: number;
  name?: string;
}

/**
 * Inverted dropout: y = x * mask / (1 - rate), mask = 1 with probability 1 - rate, one draw for each unit.
 * The mean of y over masks is x, so that nothing has to be scaled when the layer is not training.
 *
 * Any shape in, the same shape out. Without `training: true` the input passes unchanged.
 *
 * @throws Error when it is called for training before `reseedDropout` gave it seeds.
 * @see Srivastava et al. (2014), Dropout: a simple way to prevent neural networks from overfitting.
 */
export class Dropout extends tf.layers.Layer {
  /** @nocollapse The name under which TensorFlow.js stores the layer. */
  static className = "SeededDropout";
  readonly rate: number;
  private seeds: MaskSeeds | undefined;
  private calls = 0;

  constructor(args: DropoutArgs) {
    super(args);
    if (!(args.rate >= 0 && args.rate < 1)) {
      throw new RangeError(`Dropout: rate is ${args.rate}. Give a number from 0 up to, not including, 1.`);
    }
    this.rate = args.rate;
  }

  /** Starts a new step: the next call takes mask 0 of these seeds. */
  reseed(seeds: MaskSeeds): void {
    this.seeds = seeds;
    this.calls = 0;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    if (!kwargs["training"] || this.rate === 0) return input;
    return tf.tidy(() => {
      const mask = randomMask(input.shape, this.nextSeed(), this.rate);
      return tf.mul(input, tf.mul(mask, 1 / (1 - this.rate)));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }

  private nextSeed(): MaskSeed {
    if (this.seeds === undefined) {
      throw new Error(
        `Dropout "${this.name}": there is no seed for the mask. Call reseedDropout(model, stream) before each ` +
          "training step, or use the model without training: true.",
      );
    }
    return this.seeds(this.name, this.calls++);
  }
}
tf.serialization.registerClass(Dropout);

/**
 * Gives every dropout layer of a model the masks of one step: call k of a layer draws from
 * `stream.stream(layer name, k)`, so masks depend on nothing but the stream, the layer and k.
 *
 * @param seeds A stream named after the step, such as `rng(seed).stream("step", 12, "dropout")`, or a function
 *              that gives the seeds itself, so that a compiled step can be fed them as tensors.
 */
export function reseedDropout(model: tf.LayersModel, seeds: Rng | MaskSeeds): void {
  const maskSeeds: MaskSeeds =
    typeof seeds === "function" ? seeds : (layer, call) => seeds.stream(layer, call).seedPair();
  for (const layer of dropoutLayers(model)) layer.reseed(maskSeeds);
}

export function dropoutLayers(model: tf.LayersModel): Dropout[] {
  return model.layers.filter((layer): layer is Dropout => layer instanceof Dropout);
}
