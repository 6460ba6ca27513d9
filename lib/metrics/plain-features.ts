/** Feature extractors without a classifier: points of the picture, a network that learned nothing, or one's own. */
import { tf } from "../engine/tf";
import { buildFeatureNetwork } from "./feature-network";
import { featureExtractor, type FeatureExtractor } from "./features";

export interface CustomFeatures {
  /** Stands beside each number that is measured with it. */
  name: string;
  /** Features a picture. */
  size: number;
  /** Pictures [n, height, width, channels] in [-1, 1] -> [n, size]; the caller disposes. */
  features: (images: tf.Tensor4D) => tf.Tensor2D;
  dispose?: () => void;
}

/** Any function of pictures as a feature extractor. It names no classes: `classify` is refused. */
export function customFeatures({
  name,
  size,
  features,
  dispose = () => undefined,
}: CustomFeatures): FeatureExtractor {
  return {
    name,
    size,
    accuracy: {},
    features: (images) => tf.tidy(() => features(images)),
    classify: () => Promise.reject(new Error(`${name} gives features only: it knows no classes.`)),
    dispose,
  };
}

/**
 * The picture itself, made small: means over square tiles, so that 32 x 32 points become side x side.
 *
 * @param side Divides the height and the width of the pictures.
 */
export function pixelFeatures(side = 8): FeatureExtractor {
  const features = (images: tf.Tensor4D) => {
    const [count, height, width] = images.shape;
    if (height % side !== 0 || width % side !== 0) {
      throw new RangeError(
        `pixelFeatures: ${height} x ${width} points make no ${side} x ${side} tiles. Give a side that divides both.`,
      );
    }
    const tiles = tf.avgPool(images, [height / side, width / side], [height / side, width / side], "valid");
    return tiles.reshape<tf.Tensor2D>([count, -1]);
  };
  return customFeatures({ name: `pixels-${side}x${side}`, size: side * side * 3, features });
}

/** The course's feature network with the weights that it starts from: nothing that it gives was learned. */
export function untrainedFeatures(seed: number): FeatureExtractor {
  const network = {
    imageShape: [32, 32, 3] as [number, number, number],
    heads: [{ name: "none", classes: ["a", "b"] }],
    features: 64,
    filters: [24, 32, 48, 64] as [number, number, number, number],
    seed,
  };
  const card = { name: "untrained-network", network, accuracy: {} };
  return featureExtractor(buildFeatureNetwork(network), card);
}
