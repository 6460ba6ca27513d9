/** The checks against the library's own code: where a question's answer is in the library, it must pass. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { nonSaturating } from "../../lib/losses/non-saturating";
import { kernelDistance } from "../../lib/metrics/kernel-distance";
import { buildDcgan } from "../../lib/models/dcgan";
import { findQuestion } from "../../lib/questions/all";
import { localSubject } from "../../lib/questions/local-subject";
import { runChecks } from "../../lib/questions/run-checks";
import { slerp } from "../../lib/theory/slerp";

beforeAll(() => useEngine("cpu"));

async function failures(id: string, answer: unknown, but: string[] = []): Promise<string[]> {
  const question = findQuestion(id);
  if (question.kind === "prose") throw new Error(`${id} is prose`);
  const subject = localSubject(answer);
  const results = await runChecks(question, subject, { seed: 42 });
  subject.close();
  return results
    .filter(({ name, verdict }) => verdict !== "pass" && !but.includes(name))
    .map(({ name, message }) => `${name}: ${message}`);
}

interface Layer {
  kind: string;
  filters: number;
  kernel: number;
  stride: number;
  padding: "same" | "valid";
  units: number;
  useBias: boolean;
}

function layerOf({ kind, units, filters, kernel: kernelSize, useBias }: Layer, ins: number): tf.layers.Layer {
  if (kind === "batchNorm") return tf.layers.batchNormalization({ inputShape: [ins] });
  if (kind === "dense") return tf.layers.dense({ units, useBias, inputShape: [ins] });
  const make = kind === "conv" ? tf.layers.conv2d : tf.layers.conv2dTranspose;
  return make({ filters, kernelSize, useBias, inputShape: [8, 8, ins] });
}

describe("the library's own code passes", () => {
  it("output shapes of TensorFlow.js", async () => {
    const shape = (input: number[], layers: Layer[]) =>
      layers
        .reduce<(number | null)[]>(
          (size, { kind, filters, kernel: kernelSize, stride: strides, padding }) => {
            const make = kind === "conv" ? tf.layers.conv2d : tf.layers.conv2dTranspose;
            return make({ filters, kernelSize, strides, padding }).computeOutputShape(size) as (
              number | null
            )[];
          },
          [null, ...input],
        )
        .slice(1);
    expect(await failures("dcgan/output-shape", shape)).toEqual([]);
  });

  it("parameters of TensorFlow.js", async () => {
    const sizeOf = (shapes: (number | null)[][]) =>
      shapes.reduce(
        (total, shape) => total + shape.reduce<number>((product, side) => product * (side ?? 1), 1),
        0,
      );
    const count = (channels: number, layers: Layer[]) => {
      const sum = { total: 0, trained: 0 };
      let ins = channels;
      for (const layer of layers) {
        const model = tf.sequential({ layers: [layerOf(layer, ins)] });
        sum.total += model.countParams();
        sum.trained += sizeOf(model.trainableWeights.map(({ shape }) => shape));
        model.dispose();
        ins = { batchNorm: ins, dense: layer.units }[layer.kind] ?? layer.filters;
      }
      return sum;
    };
    expect(await failures("dcgan/parameter-count", count)).toEqual([]);
  });

  it("the paper's generator", async () => {
    const build = (latentSize: number, width: number, channels: number) =>
      buildDcgan({ form: "paper", latentSize, width, imageShape: [32, 32, channels], seed: 1 }).generator;
    expect(await failures("dcgan/generator", build)).toEqual([]);
  });

  it("the article's generator does not: it has other layers", async () => {
    const build = (latentSize: number, width: number, channels: number) =>
      buildDcgan({ form: "article", latentSize, width, imageShape: [32, 32, channels], seed: 1 }).generator;
    const found = await failures("dcgan/generator", build);
    expect(found.length).toBe(2);
    expect(found[0]).toContain("should have");
  });

  it("the library's losses, kernel distance and arc", async () => {
    const losses = (real: number[], fake: number[]) =>
      tf.tidy(() => {
        const [r, f] = [tf.tensor2d(real, [real.length, 1]), tf.tensor2d(fake, [fake.length, 1])];
        const d = nonSaturating.discriminator(r, f).dataSync()[0]!;
        return { d, g: nonSaturating.generator(f).dataSync()[0]! };
      });
    expect(await failures("dcgan/losses", losses)).toEqual([]);
    // The library asks for three samples or more in each set.
    const distance = (x: number[][], y: number[][]) => kernelDistance(matrix(x), matrix(y)).value;
    expect(await failures("dcgan/kernel-distance", distance, ["two sets of two vectors"])).toEqual([]);
    const walk = (a: number[], b: number[], count: number) =>
      Array.from({ length: count }, (_, i) => slerp(a, b, i / (count - 1)));
    expect(await failures("dcgan/latent-walk", walk)).toEqual([]);
  });

  it("TensorFlow.js' batch norm, in both modes", async () => {
    type Norm = Record<"gain" | "shift" | "mean" | "variance", number[]>;
    const batchNorm = (rows: number[][], norm: Norm, training: boolean) => {
      const layer = tf.layers.batchNormalization({
        epsilon: 1e-3,
        momentum: 0.99,
        inputShape: [rows[0]!.length],
      });
      const model = tf.sequential({ layers: [layer] });
      layer.setWeights(
        [norm.gain, norm.shift, norm.mean, norm.variance].map((values) => tf.tensor1d(values)),
      );
      const output = (layer.apply(tf.tensor2d(rows), { training }) as tf.Tensor2D).arraySync();
      const [, , mean, variance] = layer.getWeights().map((weight) => Array.from(weight.dataSync()));
      model.dispose();
      return { output, mean, variance };
    };
    const found = await failures("dcgan/batch-norm", batchNorm);
    // The question asks for the plain variance. TensorFlow.js corrects its running one by n / (n - 1) and a little more.
    expect(found.filter((message) => !message.includes("running variance"))).toEqual([]);
  });
});

const matrix = (rows: number[][]) => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});

describe("tensors left behind", () => {
  it("are as many as the answer says, for the four pieces of the exercise", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const pictures = tf.zeros<tf.Rank.R4>([2, 4, 4, 3]);
    const pieces = {
      a: () => void pictures.add(1).div(2).mean(),
      b: () => void tf.tidy(() => pictures.add(1).div(2).mean()),
      c: () =>
        void tf.tidy(() => {
          const darkest = pictures.min();
          console.log(darkest.dataSync()[0]);
        }),
      d: () => {
        for (let round = 0; round < 10; round++) {
          const mean = pictures.mean();
          const centred = pictures.sub(mean);
          centred.dispose();
        }
      },
    };
    const left = Object.fromEntries(
      Object.entries(pieces).map(([name, piece]) => {
        const before = tf.memory().numTensors;
        piece();
        return [name, tf.memory().numTensors - before];
      }),
    );
    log.mockRestore();
    return expect(failures("start/tensors-left", left)).resolves.toEqual([]);
  });
});
