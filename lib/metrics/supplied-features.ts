/**
 * Feature networks that a user supplies, such as the Inception network of 2015 on whose features FID and KID are defined.
 * The course ships none: the weights are large, and not ours to give.
 */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tf } from "../engine/tf";
import type { FeatureExtractor } from "./features";
import { customFeatures } from "./plain-features";

export interface SuppliedFeaturesOptions {
  /** What its makers call it; it stands beside each number. */
  name: string;
  /** Features that it gives a picture: a network that gives another number is refused. */
  size: number;
  /** Pictures are brought to side x side points, by bilinear interpolation as TensorFlow 1 did it. */
  side: number;
  /** The values of black and white that it was trained on. */
  range: [black: number, white: number];
  /** Name of the tensor (of a graph) or layer with the features; the first output unless given. */
  output?: string;
}

/** What FID needs: 299 x 299 points, -1 to 1, and the 2,048 means of the last block. */
export const inception2015: SuppliedFeaturesOptions = {
  name: "inception-2015, supplied by the user",
  size: 2048,
  side: 299,
  range: [-1, 1],
};

/**
 * Loads a network from the folder of a TensorFlow.js model: model.json and its weights, as
 * `tensorflowjs_converter` writes them from a SavedModel or a frozen graph, or as `model.save()` does.
 *
 * That the numbers are right depends on the weights and on every step before them. Published FIDs were made with one
 * graph file, its own resizing and pictures of 8 bits; another resizing alone moves the value (Parmar, Zhang and Zhu, 2022,
 * arXiv:2104.11222). This loader is tested with small networks in both formats, and has never seen the real
 * weights: before you call a result FID, repeat a published one.
 *
 * @throws Error that names the file when it is missing, or what it holds does not fit the options.
 */
export async function loadSuppliedFeatures(
  folder: string,
  options: SuppliedFeaturesOptions = inception2015,
): Promise<FeatureExtractor> {
  const { name, size, side, range, output } = options;
  const model = await readModel(join(folder, "model.json"));
  const prepare = (images: tf.Tensor4D) => {
    const large = tf.image.resizeBilinear(images, [side, side], false, false);
    return tf.add<tf.Tensor4D>(large.mul((range[1] - range[0]) / 2), (range[0] + range[1]) / 2);
  };
  const features = (images: tf.Tensor4D) => {
    const ready = prepare(images);
    const given = output === undefined ? model.predict(ready) : model.execute(ready, output);
    const found = (Array.isArray(given) ? given[0] : given) as tf.Tensor;
    return found.reshape<tf.Tensor2D>([images.shape[0], -1]);
  };
  const width = tf.tidy(() => features(tf.zeros([1, side, side, 3])).shape[1]);
  if (width !== size) {
    model.dispose();
    throw new Error(
      `${folder}: the network gives ${width} numbers a picture, but ${name} has ${size}. ` +
        "Name the right tensor in `output`, or say its size.",
    );
  }
  return customFeatures({ name, size, features, dispose: () => model.dispose() });
}

interface ModelFile extends tf.io.ModelJSON {
  format?: string;
}

/** By hand and not by address, so that every engine can. */
async function readModel(path: string): Promise<tf.GraphModel | tf.LayersModel> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new Error(`${path} is not there. Give the folder of a TensorFlow.js model, with its model.json.`);
  });
  const json = JSON.parse(text) as ModelFile;
  const files = json.weightsManifest.flatMap(({ paths }) => paths);
  const parts = await Promise.all(files.map((file) => readFile(join(dirname(path), file))));
  const artifacts: tf.io.ModelArtifacts = {
    modelTopology: json.modelTopology,
    format: json.format,
    weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
    weightData: Uint8Array.from(Buffer.concat(parts)).buffer,
    ...(json.signature === undefined ? {} : { signature: json.signature }),
  };
  const source = { load: () => Promise.resolve(artifacts) };
  return json.format === "graph-model" ? tf.loadGraphModel(source) : tf.loadLayersModel(source);
}
