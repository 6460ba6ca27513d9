import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { customFeatures, pixelFeatures, untrainedFeatures } from "../../lib/metrics/plain-features";
import { inception2015, loadSuppliedFeatures } from "../../lib/metrics/supplied-features";

beforeAll(() => useEngine());

const pictures = () => tf.randomUniform<tf.Rank.R4>([3, 32, 32, 3], -1, 1, "float32", 5);

describe("plain features", () => {
  test("pixels are means over tiles", () => {
    const images = tf.tensor4d([1, 2, 10, 20, 3, 4, 30, 40].map((v) => [v, -v, 0]).flat(), [1, 2, 4, 3]);
    const extractor = pixelFeatures(2); // tiles of 1 x 2 points
    expect(tf.tidy(() => extractor.features(images).arraySync())).toEqual([
      [1.5, -1.5, 0, 15, -15, 0, 3.5, -3.5, 0, 35, -35, 0],
    ]);
    expect(extractor).toMatchObject({ name: "pixels-2x2", size: 12 });
    expect(() => pixelFeatures(3).features(images)).toThrow(/2 x 4 points make no 3 x 3/);
    images.dispose();
  });

  test("the untrained network is the same for one seed, and leaves no tensor behind", () => {
    const images = pictures();
    const before = tf.memory().numTensors;
    const [first, again, other] = [1, 1, 2].map((seed) => {
      const extractor = untrainedFeatures(seed);
      const values = tf.tidy(() => extractor.features(images).dataSync());
      extractor.dispose();
      return values;
    });
    expect(first!.length).toBe(3 * 64);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(tf.memory().numTensors).toBe(before);
    images.dispose();
  });

  test("refuse to name classes", async () => {
    const extractor = customFeatures({ name: "mine", size: 1, features: (images) => images.mean([2, 3]) });
    await expect(extractor.classify(tf.zeros([1, 1, 1, 1]))).rejects.toThrow(/mine gives features only/);
  });
});

describe("features from a user's folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "ganbook-supplied-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const options = { name: "stand-in", size: 4, side: 16, range: [0, 255] as [number, number] };

  async function saveLayers(): Promise<tf.LayersModel> {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [16, 16, 3], filters: 4, kernelSize: 3, activation: "relu" }),
        tf.layers.globalAveragePooling2d({}),
      ],
    });
    await model.save(
      tf.io.withSaveHandler((artifacts) => {
        const { modelTopology, weightSpecs, weightData } = artifacts;
        const weightsManifest = [{ paths: ["a.bin", "b.bin"], weights: weightSpecs }];
        const bytes = Buffer.from(weightData as ArrayBuffer); // two files, as large weights come
        writeFileSync(join(folder, "a.bin"), bytes.subarray(0, 100));
        writeFileSync(join(folder, "b.bin"), bytes.subarray(100));
        const file = { format: "layers-model", modelTopology, weightsManifest };
        writeFileSync(join(folder, "model.json"), JSON.stringify(file));
        const saved = { dateSaved: new Date(0), modelTopologyType: "JSON" as const };
        return Promise.resolve({ modelArtifactsInfo: saved });
      }),
    );
    return model;
  }

  test("a model of layers gives its output for pictures of its own size and range", async () => {
    const model = await saveLayers();
    const extractor = await loadSuppliedFeatures(folder, options);
    const images = pictures();
    const before = tf.memory().numTensors;
    const gap = tf.tidy(() => {
      // From 32 to 16 points TensorFlow 1's bilinear resize takes every second point; -1 to 1 becomes 0 to 255.
      const every = tf.stridedSlice(images, [0, 0, 0, 0], [3, 32, 32, 3], [1, 2, 2, 1]);
      const expected = model.predict(every.add(1).mul(127.5)) as tf.Tensor;
      return extractor.features(images).sub(expected).abs().max().dataSync()[0]!;
    });
    expect(gap).toBeLessThan(1e-3); // of features around 50
    expect(tf.memory().numTensors).toBe(before);
    extractor.dispose();
    images.dispose();
  });

  test("a graph gives the tensor that is named", async () => {
    const float = { dtype: { type: "DT_FLOAT" } };
    const shape = { dim: [{ size: "-1" }, { size: "16" }, { size: "16" }, { size: "3" }] };
    const axes = {
      dtype: { type: "DT_INT32" },
      value: { tensor: { dtype: "DT_INT32", tensorShape: { dim: [{ size: "2" }] } } },
    };
    const types = { T: { type: "DT_FLOAT" }, Tidx: { type: "DT_INT32" }, keep_dims: { b: false } };
    const node = [
      { name: "picture", op: "Placeholder", attr: { ...float, shape: { shape } } },
      { name: "axes", op: "Const", attr: axes },
      { name: "pool", op: "Mean", input: ["picture", "axes"], attr: types },
      { name: "bent", op: "Relu", input: ["pool"], attr: { T: { type: "DT_FLOAT" } } },
    ];
    writeFileSync(join(folder, "axes.bin"), Buffer.from(Int32Array.from([1, 2]).buffer));
    const weights = [{ name: "axes", shape: [2], dtype: "int32" }];
    const weightsManifest = [{ paths: ["axes.bin"], weights }];
    const file = {
      format: "graph-model",
      modelTopology: { node, versions: { producer: 1 } },
      weightsManifest,
    };
    writeFileSync(join(folder, "model.json"), JSON.stringify(file));
    const graph = { ...options, size: 3, range: [-1, 1] as [number, number] };
    const images = tf.fill<tf.Rank.R4>([2, 32, 32, 3], -0.5);
    const valueOf = async (output?: string) => {
      const extractor = await loadSuppliedFeatures(folder, { ...graph, ...(output ? { output } : {}) });
      const values = tf.tidy(() => [...extractor.features(images).dataSync()]);
      extractor.dispose();
      return values;
    };
    expect(await valueOf("pool")).toEqual(new Array(6).fill(-0.5));
    expect(await valueOf("bent")).toEqual(new Array(6).fill(0));
    expect(await valueOf()).toEqual(new Array(6).fill(0));
    images.dispose();
  });

  test("is refused by name where it is missing or of another size", async () => {
    await saveLayers();
    await expect(loadSuppliedFeatures(folder, { ...options, size: 2048 })).rejects.toThrow(
      /gives 4 numbers .* 2048/,
    );
    await expect(loadSuppliedFeatures(join(folder, "none"))).rejects.toThrow(/model\.json is not there/);
    expect(inception2015).toMatchObject({ size: 2048, side: 299, range: [-1, 1] });
  });
});
