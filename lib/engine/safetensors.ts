/**
 * The safetensors format (Hugging Face, 2022): eight bytes with the header's length, a JSON header, the numbers.
 * Nothing in such a file can run, unlike a pickle. Files written here can be read by Python's `safetensors`.
 *
 * `__metadata__.sha256` is the SHA-256 of the whole file with these 64 characters set to "0", and `writer` says that it
 * must be there, so that one flipped bit anywhere is noticed. Files of other programs, without both, are read too.
 */
import { createHash } from "node:crypto";
import { fromFloat16, toFloat16 } from "./float16";
import type { tf } from "./tf";

/** The numbers of one tensor, on the host. */
export interface NamedArray {
  shape: number[];
  values: Float32Array;
}

export type TensorMap = ReadonlyMap<string, tf.Tensor | NamedArray>;

export interface EncodeOptions {
  /** "F16" halves the file and keeps 11 significant bits. */
  dtype?: "F32" | "F16";
  /** Anything worth keeping beside the numbers; the keys `writer` and `sha256` are taken. */
  metadata?: Record<string, string>;
}

export interface DecodedTensors {
  tensors: Map<string, NamedArray>;
  metadata: Record<string, string>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [start: number, end: number];
}

const WRITER = "ganbook";
const NO_DIGEST = "0".repeat(64);
const BYTES_OF: Record<string, number> = { F32: 4, F16: 2 };

/**
 * A safetensors file with these tensors, in their order.
 *
 * @throws RangeError when a number is too large for "F16".
 */
export function encodeTensors(tensors: TensorMap, options: EncodeOptions = {}): Buffer {
  const { dtype = "F32", metadata = {} } = options;
  const header: Record<string, unknown> = {
    __metadata__: { ...metadata, writer: WRITER, sha256: NO_DIGEST },
  };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of tensors) {
    if (name === "__metadata__")
      throw new RangeError("encodeTensors: a tensor cannot be named __metadata__.");
    const { shape, values } = toNamedArray(tensor);
    const bytes = dtype === "F16" ? halfBytes(name, values) : bytesOf(values);
    header[name] = { dtype, shape, data_offsets: [offset, (offset += bytes.length)] } satisfies Entry;
    parts.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, " "); // the numbers start at a multiple of 8
  const file = Buffer.concat([Buffer.alloc(8), json, padding, ...parts]);
  file.writeBigUInt64LE(BigInt(json.length + padding.length));
  file.write(createHash("sha256").update(file).digest("hex"), file.indexOf(`"sha256":"${NO_DIGEST}"`) + 10);
  return file;
}

/**
 * Reads what `encodeTensors`, or any other program that writes F32 or F16, has written.
 *
 * @param fileName  Stands in the messages of errors.
 * @throws Error when the file is short, damaged or of another format: what was expected and what came.
 */
export function decodeTensors(file: Buffer, fileName: string): DecodedTensors {
  const fail = (what: string): never => {
    throw new Error(
      `${fileName} is damaged or is not a safetensors file: ${what} Delete it and make it again.`,
    );
  };
  if (file.length < 8) fail(`expected at least 8 bytes, found ${file.length}.`);
  const headerBytes = Number(file.readBigUInt64LE());
  if (headerBytes > file.length - 8) {
    fail(`expected a header of ${headerBytes} bytes, found ${file.length - 8} bytes in all.`);
  }
  const { __metadata__: metadata = {}, ...entries } = parseHeader(file.subarray(8, 8 + headerBytes), fail);
  const data = file.subarray(8 + headerBytes);
  checkEntries(entries as Record<string, Entry>, data.length, fail);
  const { writer, sha256, ...rest } = metadata as Record<string, string>;
  const isSigned = writer === WRITER || sha256 !== undefined;
  if (isSigned && digestOf(file, String(sha256), headerBytes) !== sha256) {
    fail("its SHA-256 is not the one that it was written with.");
  }
  const tensors = new Map<string, NamedArray>();
  for (const [name, entry] of Object.entries(entries as Record<string, Entry>)) {
    const values = numbersOf(data.subarray(...entry.data_offsets), entry.dtype);
    tensors.set(name, { shape: entry.shape, values });
  }
  return { tensors, metadata: rest };
}

/**
 * SHA-256 over name, shape and float32 bytes of each tensor, in the order of the names: one line that tells whether
 * two networks are the same to the last bit.
 */
export function weightsHash(tensors: TensorMap): string {
  const hash = createHash("sha256");
  for (const name of [...tensors.keys()].sort()) {
    const { shape, values } = toNamedArray(tensors.get(name)!);
    hash.update(JSON.stringify([name, shape])).update(bytesOf(values));
  }
  return hash.digest("hex");
}

/** The numbers of a tensor as float32; a tensor is read, not disposed. */
export function toNamedArray(tensor: tf.Tensor | NamedArray): NamedArray {
  if ("values" in tensor) return tensor;
  return { shape: tensor.shape, values: new Float32Array(tensor.dataSync()) };
}

function parseHeader(bytes: Buffer, fail: (what: string) => never): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) {
      return header as Record<string, unknown>;
    }
  } catch {
    // The message below says it in the reader's words.
  }
  return fail("expected a header of JSON, found something else.");
}

/** Tensors must follow each other without gap or overlap, and fill the file to its end. */
function checkEntries(
  entries: Record<string, Entry>,
  dataBytes: number,
  fail: (what: string) => never,
): void {
  let end = 0;
  const inOrder = Object.entries(entries).sort(([, a], [, b]) => start(a) - start(b));
  for (const [name, entry] of inOrder) {
    if (!isEntry(entry)) fail(`the entry of tensor "${name}" is not complete.`);
    const size = BYTES_OF[entry.dtype];
    if (!size) fail(`expected numbers of type F32 or F16, found ${entry.dtype} for tensor "${name}".`);
    const expected = entry.shape.reduce((product, length) => product * length, size);
    const [from, to] = entry.data_offsets;
    if (from !== end || to - from !== expected) {
      fail(`expected tensor "${name}" at bytes ${end} to ${end + expected}, found ${from} to ${to}.`);
    }
    end = to;
  }
  if (end !== dataBytes) fail(`expected ${end} bytes of numbers, found ${dataBytes}.`);
}

function start(entry: Entry | null): number {
  return entry?.data_offsets?.[0] ?? 0;
}

function isEntry(entry: Partial<Entry> | null): entry is Entry {
  const isSize = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
  return (
    typeof entry?.dtype === "string" &&
    Array.isArray(entry.shape) &&
    entry.shape.every(isSize) &&
    Array.isArray(entry.data_offsets) &&
    entry.data_offsets.length === 2 &&
    entry.data_offsets.every(isSize)
  );
}

function digestOf(file: Buffer, digest: string, headerBytes: number): string {
  const header = Buffer.from(file.subarray(0, 8 + headerBytes));
  const place = header.indexOf(`"${digest}"`);
  if (place >= 0) header.write(NO_DIGEST, place + 1);
  return createHash("sha256").update(header).update(file.subarray(header.length)).digest("hex");
}

function numbersOf(bytes: Uint8Array, dtype: string): Float32Array {
  const { buffer } = new Uint8Array(bytes); // a copy: a view into a file need not start at a multiple of 4
  return dtype === "F32" ? new Float32Array(buffer) : Float32Array.from(new Uint16Array(buffer), fromFloat16);
}

function halfBytes(name: string, values: Float32Array): Uint8Array {
  const halves = Uint16Array.from(values, (value) => {
    const half = toFloat16(value);
    if (Number.isFinite(value) && (half & 0x7fff) === 0x7c00) {
      throw new RangeError(`encodeTensors: ${value} in "${name}" is too large for F16 (65504). Use F32.`);
    }
    return half;
  });
  return bytesOf(halves);
}

function bytesOf(values: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
