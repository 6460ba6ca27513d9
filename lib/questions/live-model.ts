/** A layers model of an answer, described and run where the answer is. */
import type { tf as tensorflow } from "../engine/tf";
import { answerThrew, plainTensor, tensorFrom, toPlain } from "./live-values";
import type { Tf } from "./live-values";
import { AnswerError } from "./types";
import type { LayerDescription, ModelProbe, Plain, PlainTensor } from "./types";

export function isLayersModel(value: unknown): value is tensorflow.LayersModel {
  const like = value as Partial<tensorflow.LayersModel> | null | undefined;
  return typeof like === "object" && typeof like?.apply === "function" && Array.isArray(like.layers);
}

/**
 * The model behind the three questions that a check may ask. What it returns goes through the codec by the caller.
 *
 * @throws AnswerError when the value is no layers model.
 */
export function probeModel(model: unknown, tf: Tf): ModelProbe {
  if (!isLayersModel(model)) {
    throw new AnswerError(
      "The function should return a model, as tf.sequential() and tf.model() make it. " +
        `It returned ${model === undefined ? "nothing: is there a return?" : `a ${typeof model}.`}`,
    );
  }
  return {
    describe: () => answering(() => model.layers.map(describeLayer)),
    setWeights: (weights) => answering(() => setWeights(model, weights, tf)),
    predict: (input, { training = false } = {}) => answering(() => predict({ model, tf }, input, training)),
  };
}

function describeLayer(layer: tensorflow.layers.Layer): LayerDescription {
  return {
    kind: layer.getClassName(),
    output: outputOf(layer),
    config: toPlain(layer.getConfig()) as { [key: string]: Plain },
    weights: layer.getWeights().map(({ shape }) => [...shape]),
  };
}

/** A layer that is used twice has no single output shape, and says so by an error. */
function outputOf(layer: tensorflow.layers.Layer): number[] {
  try {
    return (layer.outputShape as number[]).slice(1);
  } catch {
    return [];
  }
}

function setWeights(model: tensorflow.LayersModel, weights: readonly PlainTensor[], tf: Tf): void {
  tf.tidy(() => model.setWeights(weights.map((weight) => tensorFrom(weight, tf))));
}

function predict(
  { model, tf }: { model: tensorflow.LayersModel; tf: Tf },
  input: PlainTensor,
  training: boolean,
): PlainTensor {
  let painted: PlainTensor | undefined;
  tf.tidy(() => {
    const output = model.apply(tensorFrom(input, tf), { training });
    if (Array.isArray(output)) {
      throw new AnswerError(`The model has ${output.length} outputs. Build one with a single output.`);
    }
    painted = plainTensor(output as tensorflow.Tensor);
  });
  return painted!;
}

function answering<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(answerThrew(error));
  }
}
