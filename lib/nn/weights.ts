/** The weights of a network under names that do not change from one build to the next. */
import type { NamedArray } from "../engine/safetensors";
import { tf } from "../engine/tf";

export interface NamedWeight {
  /** Network, layer and weight, such as "generator/up-1/kernel". */
  readonly name: string;
  readonly variable: tf.Variable;
}

/**
 * All weights of a network, in the order of its layers: trained ones and the moving statistics of batch norm.
 *
 * TensorFlow.js makes its own names unique ("dense/kernel_1" at the second build in one process), so they cannot
 * name a weight in a file. These can: layer names are unique within a model.
 *
 * @param prefix The network's name, the first part of each weight's name.
 */
export function namedWeights(model: tf.LayersModel, prefix: string): NamedWeight[] {
  return model.layers.flatMap((layer) => layer.weights.map((weight) => named(weight, prefix)));
}

/** The weights of `namedWeights` that the optimiser changes. */
export function namedTrainableWeights(model: tf.LayersModel, prefix: string): NamedWeight[] {
  return model.layers.flatMap((layer) => layer.trainableWeights.map((weight) => named(weight, prefix)));
}

/** Weights as a map from name to tensor, the form in which they are saved and hashed; the tensors stay the model's. */
export function weightMap(weights: NamedWeight[]): Map<string, tf.Tensor> {
  return new Map(weights.map(({ name, variable }) => [name, variable]));
}

/**
 * Gives weights the saved values of the same names; other names in `values` are left alone.
 *
 * @throws Error when a weight has no value or one of another shape; then no weight is changed.
 */
export function assignWeights(weights: NamedWeight[], values: ReadonlyMap<string, NamedArray>): void {
  for (const { name, variable } of weights) {
    const shape = values.get(name)?.shape;
    if (shape === undefined) throw new Error(`assignWeights: there is no value for "${name}".`);
    if (!tf.util.arraysEqual(shape, variable.shape)) {
      const wanted = variable.shape.join(", ");
      throw new Error(`assignWeights: expected "${name}" of shape [${wanted}], found [${shape.join(", ")}].`);
    }
  }
  for (const { name, variable } of weights) assignValues(variable, values.get(name)!);
}

function assignValues(variable: tf.Variable, { values, shape }: NamedArray): void {
  tf.tidy(() => variable.assign(tf.tensor(values, shape)));
}

type LayerVariable = tf.layers.Layer["weights"][number];

function named(weight: LayerVariable, prefix: string): NamedWeight {
  return { name: `${prefix}/${weight.originalName}`, variable: weight.read() as tf.Variable };
}
