/** A small network from the line to a logit, for games whose data are single numbers. */
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";

export interface LineDiscriminatorOptions {
  /** Units of each hidden layer. */
  units?: readonly number[];
  /** Of the initial weights. */
  seed: number;
}

/**
 * x [batch, 1] -> logits [batch, 1], through dense layers with tanh between them; initial weights are Glorot's.
 *
 * @returns Owned by the caller, who disposes it.
 */
export function lineDiscriminator({ units = [32, 32], seed }: LineDiscriminatorOptions): tf.Sequential {
  const seeds = rng(seed).stream("line discriminator");
  const dense = (outputs: number, i: number) =>
    tf.layers.dense({
      name: i < units.length ? `hidden-${i + 1}` : "logit",
      units: outputs,
      ...(i === 0 && { inputShape: [1] }),
      ...(i < units.length && { activation: "tanh" as const }),
      kernelInitializer: tf.initializers.glorotNormal({ seed: seeds.stream(i).uint32() }),
    });
  return tf.sequential({ name: "discriminator", layers: [...units, 1].map(dense) });
}

/** The logits of a network at places on the line. */
export function logitsAt(network: tf.LayersModel, x: readonly number[]): number[] {
  return tf.tidy(() => {
    const column = tf.tensor2d([...x], [x.length, 1]);
    return Array.from((network.predict(column) as tf.Tensor2D).dataSync());
  });
}
