import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { SpectralConvolution, SpectralDense } from "../../lib/nn/spectral-layers";
import { asMatrix, convolutionNorm, spectralNorm } from "../../lib/nn/spectral-norm";
import { namedTrainableWeights, namedWeights } from "../../lib/nn/weights";
import { gradient, relativeError } from "../engine/float64";

beforeAll(async () => {
  await useEngine();
});

const normals = (shape: number[], seed: number) => {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, rng(seed).normal);
  return tf.tensor(values, shape);
};
const normOf = (kernel: tf.Tensor) => spectralNorm(asMatrix(kernel), { random: rng(9), iterations: 300 });

const kernelInitializer = (seed: number) => tf.initializers.glorotUniform({ seed });

describe.each([
  ["dense", (seed = 1) => new SpectralDense({ units: 6, kernelInitializer: kernelInitializer(seed) }), [7]],
  [
    "convolution",
    (seed = 1) =>
      new SpectralConvolution({
        filters: 6,
        kernelSize: 5,
        strides: 2,
        kernelInitializer: kernelInitializer(seed),
      }),
    [16, 16, 3],
  ],
] as const)("a spectral %s layer", (_, make, inputShape) => {
  it("computes with a kernel whose matrix has norm 1 +- 0.01, from the first call and after each change of one step", () => {
    const layer = make();
    layer.apply(tf.input({ shape: [...inputShape] }));
    const [kernel] = layer.getWeights();
    expect(normOf(layer.normalised())).toBeCloseTo(1, 2);
    const input = normals([2, ...inputShape], 1);
    for (let step = 0; step < 20; step++) {
      const change = tf.tidy(() => normals(kernel!.shape, 100 + step).mul(0.003));
      const weights = layer.getWeights();
      layer.setWeights([weights[0]!.add(change), ...weights.slice(1)]);
      layer.apply(input, { training: true });
      expect(Math.abs(normOf(layer.normalised()) - 1)).toBeLessThan(0.01);
    }
  });

  it("starts right from any kernel, also one whose two largest singular values are close", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const layer = make(seed);
      layer.apply(tf.input({ shape: [...inputShape] }));
      const norm = tf.tidy(() => normOf(layer.normalised()));
      expect(Math.abs(norm - 1), `seed ${seed}`).toBeLessThan(0.01);
      layer.dispose();
    }
  });

  it("is blind to the size of its kernel", () => {
    const layer = make();
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [...inputShape] }), layer] });
    const input = normals([2, ...inputShape], 2);
    const before = (model.predict(input) as tf.Tensor).dataSync();
    const [kernel, ...rest] = layer.getWeights();
    layer.setWeights([kernel!.mul(37), ...rest]);
    expect(relativeError((model.predict(input) as tf.Tensor).dataSync(), before)).toBeLessThan(1e-5);
  });

  it("moves u and v in training only, and trains kernel and biases only", () => {
    const layer = make();
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [...inputShape] }), layer] });
    const names = (weights: { name: string }[]) => weights.map(({ name }) => name.split("/").at(-1));
    expect(names(namedWeights(model, "d"))).toEqual(["kernel", "bias", "u", "v"]);
    expect(names(namedTrainableWeights(model, "d"))).toEqual(["kernel", "bias"]);
    const input = normals([2, ...inputShape], 3);
    layer.setWeights([normals(layer.getWeights()[0]!.shape, 4), ...layer.getWeights().slice(1)]);
    const u = () => [...layer.getWeights()[2]!.dataSync()];
    const first = u();
    layer.apply(input);
    expect(u()).toEqual(first);
    layer.apply(input, { training: true });
    expect(u()).not.toEqual(first);
  });

  it("has the gradient of W / sigma(W), sigma's part included, once u and v are there: by finite differences of its norm", () => {
    const layer = make();
    layer.apply(tf.input({ shape: [...inputShape] }));
    for (let turn = 0; turn < 300; turn++) layer.apply(normals([1, ...inputShape], 5), { training: true });
    const [kernel, , u, v] = layer.getWeights();
    const variable = layer.trainableWeights[0]!.read() as tf.Variable;
    const direction = normals(kernel!.shape, 6);
    const { grads } = tf.variableGrads(
      () => tf.sum<tf.Scalar>(tf.mul(layer.normalised(), direction)),
      [variable],
    );
    const [uValues, vValues, along] = [u!.dataSync(), v!.dataSync(), direction.dataSync()];
    const columns = uValues.length;
    const byHand = (weights: ArrayLike<number>) => {
      let [sigma, sum] = [0, 0];
      for (let i = 0; i < weights.length; i++) {
        sigma += vValues[Math.floor(i / columns)]! * weights[i]! * uValues[i % columns]!;
        sum += weights[i]! * along[i]!;
      }
      return sum / sigma;
    };
    expect(
      relativeError(
        grads[variable.name]!.dataSync(),
        gradient(byHand, Float64Array.from(kernel!.dataSync())),
      ),
    ).toBeLessThan(1e-3);
  });

  it("keeps the shape of tfjs's own layer", () => {
    const layer = make();
    const own =
      layer instanceof SpectralDense
        ? tf.layers.dense({ units: 6 })
        : tf.layers.conv2d({ filters: 6, kernelSize: 5, strides: 2, padding: "same" });
    expect(layer.computeOutputShape([null, ...inputShape])).toEqual(
      own.computeOutputShape([null, ...inputShape]),
    );
  });
});

describe("a spectral convolution", () => {
  it("can still stretch a picture by more than 1", () => {
    const layer = new SpectralConvolution({ filters: 6, kernelSize: 5, strides: 2 });
    layer.apply(tf.input({ shape: [16, 16, 3] }));
    const own = convolutionNorm(layer.normalised() as tf.Tensor4D, {
      size: [16, 16],
      strides: 2,
      random: rng(1),
    });
    expect(own).toBeGreaterThan(1.05);
    expect(own).toBeLessThan(3);
  });

  it("with padding valid has the shape of tfjs's own layer", () => {
    const args = { filters: 2, kernelSize: 4, strides: 2, padding: "valid" as const };
    const shape = [null, 9, 10, 3];
    expect(new SpectralConvolution(args).computeOutputShape(shape)).toEqual(
      tf.layers.conv2d(args).computeOutputShape(shape),
    );
  });
});
