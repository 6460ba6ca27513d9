/** A moving average of a network's weights, which samples better than the weights of any one step. */
import type { NamedArray } from "../engine/safetensors";
import { tf } from "../engine/tf";
import { assignWeights, namedTrainableWeights, namedWeights } from "./weights";
import type { NamedWeight } from "./weights";

interface Pair {
  weight: NamedWeight;
  average: NamedWeight;
  /** Batch norm's moving statistics are averages already: they are copied. */
  isTrained: boolean;
}

/**
 * Exponential moving average: a <- d a + (1 - d) w after each step, for each trained weight w.
 *
 * d = min(decay, (1 + t) / (10 + t)) at update t, so that the average forgets the random first weights quickly
 * (as TensorFlow's ExponentialMovingAverage does when it is given the number of updates).
 *
 * @see Yazici et al. (2019), The unusual effectiveness of averaging in GAN training, arXiv:1806.04498.
 */
export class MovingAverage {
  readonly decay: number;
  private readonly pairs: Pair[];

  /** @param prefix The network's name, as in `namedWeights`; the averages are named "average/<weight>". */
  constructor(model: tf.LayersModel, { decay, prefix }: { decay: number; prefix: string }) {
    this.decay = decay;
    const trained = new Set(namedTrainableWeights(model, prefix).map(({ name }) => name));
    this.pairs = namedWeights(model, prefix).map((weight) => ({
      weight,
      average: { name: `average/${weight.name}`, variable: copyOf(weight.variable) },
      isTrained: trained.has(weight.name),
    }));
  }

  /** d of the formula for the update number `step`, from 1. */
  decayAt(step: number): number {
    return Math.min(this.decay, (1 + step) / (10 + step));
  }

  /** Takes the weights of now into the average with this d: a tensor, so that a compiled step can be fed it. */
  update(decay: tf.Scalar): void {
    tf.tidy(() => {
      const share = tf.sub(1, decay);
      for (const { weight, average, isTrained } of this.pairs) {
        const now = weight.variable;
        const past = average.variable;
        past.assign(isTrained ? tf.add(tf.mul(past, decay), tf.mul(now, share)) : now.clone());
      }
    });
  }

  /** Runs `work` while the network has the averaged weights, then gives it its own weights back. */
  async use<T>(work: () => T | Promise<T>): Promise<T> {
    const own = this.pairs.map(({ weight }) => weight.variable.clone());
    try {
      for (const { weight, average } of this.pairs) overwrite(weight.variable, average.variable);
      return await work();
    } finally {
      this.pairs.forEach(({ weight }, k) => overwrite(weight.variable, own[k]!));
      tf.dispose(own);
    }
  }

  /** The averages under their names; the tensors stay this object's. */
  weights(): NamedWeight[] {
    return this.pairs.map(({ average }) => average);
  }

  /** Takes over saved averages, under the names of `weights()`; other names are left alone. */
  restore(values: ReadonlyMap<string, NamedArray>): void {
    assignWeights(this.weights(), values);
  }

  /** Frees the averages; the network's weights stay. */
  dispose(): void {
    tf.dispose(this.pairs.map(({ average }) => average.variable));
  }
}

function copyOf(variable: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(variable.clone(), false));
}

/** A clone shares the numbers but not the handle, so that either tensor can be freed. */
function overwrite(variable: tf.Variable, value: tf.Tensor): void {
  tf.tidy(() => variable.assign(value.clone()));
}
