/** The weight files of feature networks. */
import { join } from "node:path";
import { repositoryData } from "../../datasets/data-folder";
import type { tf } from "../../engine/tf";
import { writeWeights } from "../../engine/weights";
import type { FeatureCard } from "../../metrics/features";
import { namedWeights, weightMap } from "../../nn/weights";
import type { Confusion } from "./classifier-test";

/** The result that a recording of a feature network stores. */
export interface FeaturesRecord {
  training: { pictures: number; epochs: number; seed: number; parameters: number };
  /** How each head answered to unseen pictures, with the weights as shipped. */
  heads: Record<string, Confusion>;
  /** For sprites: the share of pictures of each kind that is recognised. */
  recognised?: Record<string, number>;
  /** Whether the pictures came from the official archive, or from the course's own code. */
  isOfficial: boolean;
}

/** Writes data/weights/NAME.safetensors in float16. */
export async function writeFeatures(name: string, network: tf.LayersModel, card: FeatureCard): Promise<void> {
  const tensors = weightMap(namedWeights(network, "features"));
  const path = join(repositoryData(), "weights", `${name}.safetensors`);
  await writeWeights(path, tensors, { dtype: "F16", metadata: { card: JSON.stringify(card) } });
}
