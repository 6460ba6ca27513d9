import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeFileAtomic } from "../../lib/engine/atomic-file";
import { decodeTensors, encodeTensors, weightsHash } from "../../lib/engine/safetensors";
import type { NamedArray } from "../../lib/engine/safetensors";
import { tf } from "../../lib/engine/tf";
import { readWeights, writeWeights } from "../../lib/engine/weights";

/** Written by Python's safetensors 0.8 (safetensors.numpy.save), float32 with metadata, and float16. */
const PYTHON_F32 =
  "oAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJzdGVwIjoiMTIifSwiYmlhcyI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6" +
  "WzAsMTJdfSwiY29udi9rZXJuZWwiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsMl0sImRhdGFfb2Zmc2V0cyI6WzEyLDI4XX19ICAgICAgzczMPQAA" +
  "AIAAAIB/AADAPwAAEMBZ2QAzAOB/Rw==";
const PYTHON_F16 =
  "OAAAAAAAAAB7InciOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzRdLCJkYXRhX29mZnNldHMiOlswLDhdfX0gIAA+Zi4BAP/7";

const tensors = new Map<string, NamedArray>([
  ["conv/kernel", { shape: [2, 1, 2], values: Float32Array.of(1.5, -2.25, 3e-8, 65504) }],
  ["conv/bias", { shape: [2], values: Float32Array.of(0.1, -0) }],
  ["step", { shape: [], values: Float32Array.of(7) }],
  ["none", { shape: [0, 3], values: new Float32Array() }],
]);

describe("files of Python", () => {
  it("float32 with metadata", () => {
    const { tensors: read, metadata } = decodeTensors(Buffer.from(PYTHON_F32, "base64"), "python");
    expect(metadata).toEqual({ step: "12" });
    expect(read.get("conv/kernel")).toEqual({
      shape: [2, 2],
      values: Float32Array.of(1.5, -2.25, 3e-8, 65504),
    });
    expect(read.get("bias")).toEqual({ shape: [3], values: Float32Array.of(0.1, -0, Infinity) });
  });

  it("float16", () => {
    const { values } = decodeTensors(Buffer.from(PYTHON_F16, "base64"), "python").tensors.get("w")!;
    expect([...values]).toEqual([1.5, 1638 / 16384, 2 ** -24, -65504]);
  });
});

describe("encodeTensors and decodeTensors", () => {
  it("there and back, to the bit, with metadata", () => {
    const file = encodeTensors(tensors, { metadata: { kind: 'a "quoted" é' } });
    const read = decodeTensors(file, "file");
    expect([...read.tensors]).toEqual([...tensors]);
    expect(Object.is(read.tensors.get("conv/bias")!.values[1], -0)).toBe(true);
    expect(read.metadata).toEqual({ kind: 'a "quoted" é' });
  });

  it("is laid out as the format says", () => {
    const file = encodeTensors(tensors);
    const headerBytes = Number(file.readBigUInt64LE());
    expect((8 + headerBytes) % 8).toBe(0);
    const header = JSON.parse(file.toString("utf8", 8, 8 + headerBytes)) as Record<string, unknown>;
    expect(header["conv/kernel"]).toEqual({ dtype: "F32", shape: [2, 1, 2], data_offsets: [0, 16] });
    expect(header["conv/bias"]).toEqual({ dtype: "F32", shape: [2], data_offsets: [16, 24] });
    expect(header.step).toEqual({ dtype: "F32", shape: [], data_offsets: [24, 28] });
    expect(file.readFloatLE(8 + headerBytes + 4)).toBe(-2.25);
    expect(file.length).toBe(8 + headerBytes + 28);
  });

  it("F16 halves the numbers and refuses what is too large", () => {
    const file = encodeTensors(tensors, { dtype: "F16" });
    const { values } = decodeTensors(file, "file").tensors.get("conv/kernel")!;
    expect([...values]).toEqual([1.5, -2.25, 2 ** -24, 65504]);
    const large = new Map([["w", { shape: [1], values: Float32Array.of(70000) }]]);
    expect(() => encodeTensors(large, { dtype: "F16" })).toThrow('70000 in "w" is too large for F16');
  });

  it("takes tensors of TensorFlow.js, and leaves them alone", async () => {
    await tf.setBackend("cpu");
    const tensor = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const before = tf.memory().numTensors;
    const file = encodeTensors(new Map([["w", tensor]]));
    expect(decodeTensors(file, "file").tensors.get("w")).toEqual({
      shape: [2, 2],
      values: Float32Array.of(1, 2, 3, 4),
    });
    expect(tf.memory().numTensors).toBe(before);
    tensor.dispose();
  });

  it("refuses every single flipped bit", () => {
    const file = encodeTensors(tensors, { metadata: { step: "3" } });
    for (let bit = 0; bit < file.length * 8; bit++) {
      const damaged = Buffer.from(file);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeTensors(damaged, "weights.safetensors")).toThrow("weights.safetensors is damaged");
    }
  });

  it("refuses a file cut off anywhere, and one with something behind", () => {
    const file = encodeTensors(tensors);
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeTensors(file.subarray(0, length), "w")).toThrow("w is damaged");
    }
    expect(() => decodeTensors(Buffer.concat([file, Buffer.alloc(1)]), "w")).toThrow("29");
  });

  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  it.each([
    ["an array", [1]],
    ["a number for an entry", { w: 3 }],
    ["null for an entry", { w: null }],
    ["an unknown type", { w: { ...entry, dtype: "I32" } }],
    ["a negative length", { w: { ...entry, shape: [-1] } }],
    ["a shape of another size", { w: { ...entry, shape: [2] } }],
    ["an overlap", { v: entry, w: entry }],
    ["a gap", { w: { ...entry, data_offsets: [4, 8] } }],
  ])("refuses a header with %s", (_, header) => {
    const json = Buffer.from(JSON.stringify(header));
    const file = Buffer.concat([Buffer.alloc(8), json, Buffer.alloc(4)]);
    file.writeBigUInt64LE(BigInt(json.length));
    expect(() => decodeTensors(file, "w")).toThrow("w is damaged");
  });
});

describe("weightsHash", () => {
  const hash = weightsHash(tensors);

  it("does not depend on the order", () => {
    expect(weightsHash(new Map([...tensors].reverse()))).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("depends on each name, shape and bit", () => {
    const [[name, first], ...rest] = [...tensors] as [[string, NamedArray], ...[string, NamedArray][]];
    const changed = first.values.slice();
    changed[0] = Math.fround(changed[0]! * (1 + 2 ** -23));
    const others: [string, NamedArray][] = [
      ["other", first],
      [name, { ...first, shape: [4] }],
      [name, { ...first, values: changed }],
    ];
    for (const other of others) expect(weightsHash(new Map([other, ...rest]))).not.toBe(hash);
  });

  it("is SHA-256 over name, shape and float32", () => {
    // Python: hashlib.sha256(b'["w",[2]]' + struct.pack("<2f", 1, -2)).hexdigest()
    const one = new Map([["w", { shape: [2], values: Float32Array.of(1, -2) }]]);
    expect(weightsHash(one)).toBe("a36d11901dd63f416fed2031cd39c8c8e57cd0571e9aac4baa17a837fbd5f80a");
  });
});

describe("files", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ganbook-weights-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("writeWeights makes the folder, and readWeights reads the same", async () => {
    const path = join(folder, "a", "b", "weights.safetensors");
    await writeWeights(path, tensors, { metadata: { step: "3" } });
    expect(await readWeights(path)).toEqual({ tensors, metadata: { step: "3" } });
    expect(await readdir(join(folder, "a", "b"))).toEqual(["weights.safetensors"]);
  });

  it("readWeights names the file", async () => {
    const path = join(folder, "bad.safetensors");
    await writeFile(path, "not weights");
    await expect(readWeights(path)).rejects.toThrow(path);
    await expect(readWeights(join(folder, "missing"))).rejects.toThrow("missing");
  });

  it("a failed write leaves the old file and no other", async () => {
    const path = join(folder, "kept", "file");
    await writeFileAtomic(path, "old");
    const notBytes = 3 as unknown as string;
    await expect(writeFileAtomic(path, notBytes)).rejects.toThrow();
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(join(folder, "kept"))).toEqual(["file"]);
  });

  it("a reader never sees half of a file", async () => {
    const path = join(folder, "swap", "file");
    const contents = ["a".repeat(2 ** 20), "b".repeat(2 ** 20)];
    await writeFileAtomic(path, contents[0]!);
    let isWriting = true;
    const reader = (async () => {
      while (isWriting) expect(contents).toContain(await readFile(path, "utf8"));
    })();
    for (let i = 0; i < 10; i++) await writeFileAtomic(path, contents[i % 2]!);
    isWriting = false;
    await reader;
    expect((await stat(path)).size).toBe(2 ** 20);
  });
});
