/**
 * The Adam optimiser, with a state that can be saved and restored to the last bit.
 *
 * (TensorFlow.js rebuilds the powers of beta from the step count when it loads an optimiser, so that a resumed run
 * differs from one that was never stopped.)
 */
import type { NamedArray } from "../engine/safetensors";
import { fuseUpdate } from "../engine/compile/recorder";
import type { FusedUpdate } from "../engine/fast/resource-update";
import { tf } from "../engine/tf";
import { assignWeights } from "./weights";
import type { NamedWeight } from "./weights";

export interface AdamOptions {
  /** Size of a step, alpha in the paper. */
  learningRate: number;
  /** Decay of the first moment; 0.5 steadies a GAN (Radford et al., 2016). */
  beta1?: number;
  /** Decay of the second moment. */
  beta2?: number;
  /** Keeps the division finite where a gradient was always 0. */
  epsilon?: number;
}

/** What changes from one update to the next: tensors, so that a compiled step can be fed them. */
export interface AdamRates {
  stepSize: tf.Scalar;
  epsilon: tf.Scalar;
}

interface Slot {
  weight: NamedWeight;
  first: tf.Variable;
  second: tf.Variable;
}

/**
 * Adam, algorithm 1 of the paper, with g the gradient and t the step count from 1:
 *
 *     m <- beta1 m + (1 - beta1) g
 *     v <- beta2 v + (1 - beta2) g^2
 *     w <- w - learningRate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * computed, as the paper proposes below it, with both corrections in two scalars, in float64 on the host:
 *
 *     stepSize = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)      epsilon_t = epsilon * sqrt(1 - beta2^t)
 *     w <- w - stepSize * m / (sqrt(v) + epsilon_t)
 *
 * which is the same formula (`ratesAt` gives the two scalars). (Keras and TensorFlow keep epsilon_t = epsilon, the "epsilon hat" of the paper; the
 * difference shows only where gradients are as small as epsilon.)
 *
 * @see Kingma and Ba (2015), Adam: a method for stochastic optimization, arXiv:1412.6980.
 */
export class Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  private readonly slots: Slot[];

  /** @param weights The weights to train; the optimiser keeps two tensors of the same shape for each. */
  constructor(weights: NamedWeight[], options: AdamOptions) {
    this.learningRate = options.learningRate;
    // As float32, which the tensors are: 1 - 0.999 rounded afterwards would not fit the correction 1 - 0.999^t.
    this.beta1 = Math.fround(options.beta1 ?? 0.9);
    this.beta2 = Math.fround(options.beta2 ?? 0.999);
    this.epsilon = options.epsilon ?? 1e-7;
    this.slots = weights.map((weight) => ({ weight, first: zeros(weight), second: zeros(weight) }));
  }

  /** The weights that this optimiser trains, in the order in which it was given them. */
  get variables(): tf.Variable[] {
    return this.slots.map(({ weight }) => weight.variable);
  }

  /**
   * The two numbers of the formula that depend on t, for update number t, from 1; the caller disposes them.
   *
   * @param learningRate Of this update, where it changes from one to the next.
   */
  ratesAt(t: number, learningRate = this.learningRate): AdamRates {
    const correction = Math.sqrt(1 - this.beta2 ** t);
    const stepSize = (learningRate * correction) / (1 - this.beta1 ** t);
    return { stepSize: tf.scalar(stepSize), epsilon: tf.scalar(this.epsilon * correction) };
  }

  /**
   * One update of all weights and moments. The optimiser does not count: who calls it knows t, and `ratesAt(t)` has
   * all that depends on it.
   *
   * @param gradients What `tf.variableGrads` gave, by the variables' own names; not disposed.
   * @throws Error when a weight has no gradient; then nothing is changed.
   */
  apply(gradients: tf.NamedTensorMap, rates: AdamRates): void {
    const missing = this.slots.find(({ weight }) => gradients[weight.variable.name] === undefined);
    if (missing) throw new Error(`Adam: "${missing.weight.name}" has no gradient. Is it part of the loss?`);
    tf.tidy(() => {
      for (const slot of this.slots) this.update(slot, gradients[slot.weight.variable.name]!, rates);
    });
  }

  /** Moments, named "<weight>/adam-m" and "<weight>/adam-v"; the tensors stay the optimiser's. */
  moments(): NamedWeight[] {
    return this.slots.flatMap(({ weight, first, second }) => [
      { name: `${weight.name}/adam-m`, variable: first },
      { name: `${weight.name}/adam-v`, variable: second },
    ]);
  }

  /**
   * Takes over a saved state.
   *
   * @param moments Values under the names of `moments()`; other names are left alone.
   * @throws Error when a moment is missing or has another shape.
   */
  restore(moments: ReadonlyMap<string, NamedArray>): void {
    assignWeights(this.moments(), moments);
  }

  /** Frees the moments; the weights stay. */
  dispose(): void {
    tf.dispose(this.slots.flatMap(({ first, second }) => [first, second]));
  }

  private update(slot: Slot, gradient: tf.Tensor, rates: AdamRates): void {
    const { weight, first, second } = slot;
    fuseUpdate(
      () => this.asOneOp(slot, gradient, rates),
      () => {
        first.assign(tf.add(tf.mul(first, this.beta1), tf.mul(gradient, 1 - this.beta1)));
        second.assign(tf.add(tf.mul(second, this.beta2), tf.mul(tf.mul(gradient, gradient), 1 - this.beta2)));
        const change = tf.div(tf.mul(rates.stepSize, first), tf.add(tf.sqrt(second), rates.epsilon));
        weight.variable.assign(tf.sub(weight.variable, change));
      },
    );
  }

  /** The same update by TensorFlow's own op. Powers of beta at 0: stepSize is corrected already. */
  private asOneOp({ weight, first, second }: Slot, gradient: tf.Tensor, rates: AdamRates): FusedUpdate {
    const { stepSize, epsilon } = rates;
    const [noPower, beta1, beta2] = [0, this.beta1, this.beta2].map((value) => tf.scalar(value));
    return {
      op: "ResourceApplyAdam",
      variables: [weight.variable, first, second],
      inputs: [noPower!, noPower!, stepSize, beta1!, beta2!, epsilon, gradient],
    };
  }
}

function zeros({ variable }: NamedWeight): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
}
