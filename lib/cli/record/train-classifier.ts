/** Training of the classifiers whose hidden layer gives the features of our metrics. */
import { tf } from "../../engine/tf";
import type { Head } from "../../metrics/feature-network";
import { Adam } from "../../nn/adam";
import { namedTrainableWeights } from "../../nn/weights";

export interface LabelledBatch {
  /** Pictures [n, h, w, c] in [-1, 1]; the training disposes them. */
  images: tf.Tensor4D;
  /** For each head the class of each picture, [heads][n]; -1 leaves the picture out of that head's loss. */
  labels: Int32Array[];
}

export interface TrainClassifierOptions {
  heads: Head[];
  steps: number;
  /** The highest step size: it rises over the first 100 steps and falls to 0 along a cosine. */
  learningRate: number;
  batch: (step: number) => LabelledBatch;
  onStep?: (step: number, loss: number) => void;
}

/**
 * Trains the network by Adam on the sum over its heads of the mean cross-entropy.
 *
 * @param network What `buildFeatureNetwork` gave; its weights change.
 */
export async function trainClassifier(
  network: tf.LayersModel,
  options: TrainClassifierOptions,
): Promise<void> {
  const optimizer = new Adam(namedTrainableWeights(network, "features"), { learningRate: 1 });
  const variables = optimizer.variables;
  for (let step = 1; step <= options.steps; step++) {
    const { images, labels } = options.batch(step - 1);
    const loss = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => crossEntropy(network, images, { labels, ...options }),
        variables,
      );
      const { stepSize, epsilon } = optimizer.ratesAt(step);
      optimizer.apply(grads, { stepSize: stepSize.mul<tf.Scalar>(learningRateAt(step, options)), epsilon });
      return value;
    });
    images.dispose();
    const [value] = await loss.data();
    loss.dispose();
    options.onStep?.(step, value!);
  }
  optimizer.dispose();
}

/** Sum over heads of the mean over pictures of -log softmax(logits)[label]. */
function crossEntropy(
  network: tf.LayersModel,
  images: tf.Tensor4D,
  { heads, labels }: { heads: Head[]; labels: Int32Array[] },
): tf.Scalar {
  const [, logits] = network.apply(images, { training: true }) as [tf.Tensor2D, tf.Tensor2D];
  let start = 0;
  const losses = heads.map((head, i) => {
    const count = head.classes.length;
    const part = tf.slice(logits, [0, start], [-1, count]);
    start += count;
    // oneHot gives a row of zeros for label -1, which adds nothing to the loss.
    const target = tf.oneHot(tf.tensor1d(labels[i]!, "int32"), count);
    return tf.logSoftmax(part).mul(target).sum().neg().div<tf.Scalar>(labels[i]!.length);
  });
  return tf.addN<tf.Scalar>(losses);
}

function learningRateAt(
  step: number,
  { steps, learningRate }: { steps: number; learningRate: number },
): number {
  const warmUp = Math.min(1, step / 100);
  return (learningRate * warmUp * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}
