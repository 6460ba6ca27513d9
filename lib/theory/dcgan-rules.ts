/**
 * The five rules of the DCGAN paper, read off two networks.
 *
 * @see Radford, Metz and Chintala (2016), section 3, "Architecture guidelines for stable Deep Convolutional GANs",
 *      arXiv:1511.06434.
 */
import type { tf } from "../engine/tf";

export interface RuleCheck {
  /** The rule, in the order of the paper, in our words. */
  rule: string;
  holds: boolean;
  /** What was found in the networks. */
  found: string;
}

/** The two networks of a GAN; only their structure is read. */
export interface Networks {
  readonly generator: tf.LayersModel;
  readonly discriminator: tf.LayersModel;
}

/**
 * Checks the rules against the layers that are there, not against what the code that built them says.
 *
 * @returns Five checks, in the paper's order.
 */
export function dcganRules({ generator, discriminator }: Networks): RuleCheck[] {
  return [
    stridesInsteadOfPooling(generator, discriminator),
    batchNormEverywhereButAtTheEnds(generator, discriminator),
    noHiddenDense(generator, discriminator),
    reluThenTanh(generator),
    leakyReluEverywhere(discriminator),
  ];
}

const POOLING = /Pooling|UpSampling/;
const CONVOLUTION = /^Conv2D/;

function stridesInsteadOfPooling(generator: tf.LayersModel, discriminator: tf.LayersModel): RuleCheck {
  const pooling = [...generator.layers, ...discriminator.layers].filter((layer) =>
    POOLING.test(layer.getClassName()),
  );
  const strides = (model: tf.LayersModel) =>
    model.layers.filter(isConvolution).map((layer) => strideOf(layer));
  const down = strides(discriminator);
  return {
    rule: "Strided convolutions instead of pooling",
    holds:
      pooling.length === 0 &&
      down.every((stride) => stride > 1) &&
      strides(generator).some((stride) => stride > 1),
    found: `${pooling.length} pooling layers; strides G ${strides(generator).join(", ")}, D ${down.join(", ")}`,
  };
}

function batchNormEverywhereButAtTheEnds(
  generator: tf.LayersModel,
  discriminator: tf.LayersModel,
): RuleCheck {
  const g = normedBlocks(generator);
  const d = normedBlocks(discriminator);
  // All but the generator's output and the discriminator's input and output.
  const inG = g.slice(0, -1).every(Boolean) && g.at(-1) === false;
  const inD = d[0] === false && d.slice(1, -1).every(Boolean) && d.at(-1) === false;
  const words = (blocks: boolean[]) => blocks.map((has) => (has ? "norm" : "none")).join(", ");
  return {
    rule: "Batch norm in both networks, but not at G's output and D's input",
    holds: inG && inD && d.length > 2,
    found: `G: ${words(g)}; D: ${words(d)}`,
  };
}

function noHiddenDense(generator: tf.LayersModel, discriminator: tf.LayersModel): RuleCheck {
  const [g, d] = [generator, discriminator].map((model) => model.layers.filter(hasKernel));
  const hidden = [...g!.slice(1), ...d!.slice(0, -1)].filter((layer) => !isConvolution(layer));
  return {
    rule: "No hidden fully connected layers",
    holds: hidden.length === 0,
    found: `${hidden.length} dense layers apart from G's first and D's last`,
  };
}

function reluThenTanh(generator: tf.LayersModel): RuleCheck {
  const bends = activations(generator);
  return {
    rule: "ReLU in the generator, tanh at its output",
    holds: bends.length > 1 && bends.slice(0, -1).every((name) => name === "ReLU") && bends.at(-1) === "tanh",
    found: bends.join(", "),
  };
}

function leakyReluEverywhere(discriminator: tf.LayersModel): RuleCheck {
  const bends = activations(discriminator);
  const hidden = discriminator.layers.filter(hasKernel).length - 1;
  return {
    rule: "LeakyReLU in the discriminator, in all its layers",
    holds: bends.length === hidden && bends.every((name) => name.startsWith("LeakyReLU")),
    found: bends.join(", "),
  };
}

type Layer = tf.layers.Layer;

const isConvolution = (layer: Layer) => CONVOLUTION.test(layer.getClassName());
const hasKernel = (layer: Layer) => isConvolution(layer) || layer.getClassName() === "Dense";
const strideOf = (layer: Layer) => (layer.getConfig().strides as number[])[0]!;

/** For each layer with a kernel, in order: does batch norm follow it before the next one? */
function normedBlocks(model: tf.LayersModel): boolean[] {
  const blocks: boolean[] = [];
  for (const layer of model.layers) {
    if (hasKernel(layer)) blocks.push(false);
    else if (layer.getClassName() === "BatchNormalization") blocks[blocks.length - 1] = true;
  }
  return blocks;
}

/** The functions that bend, in order: layers of their own and those inside other layers. */
function activations(model: tf.LayersModel): string[] {
  return model.layers.flatMap((layer) => {
    const config = layer.getConfig();
    if (layer.getClassName() === "LeakyReLU") return [`LeakyReLU ${Number(config.alpha)}`];
    if (layer.getClassName() === "ReLU") return ["ReLU"];
    const inside = config.activation;
    return typeof inside === "string" && inside !== "linear" ? [inside] : [];
  });
}
