/**
 * Plain data as one line of text, without loss: NaN, infinities, -0, undefined, bigints, typed arrays and tensors.
 *
 * JSON arrays only, each with a tag in front: `["a", 1, 2]` is [1, 2], `["o", ["x", 1]]` is { x: 1 }, `["-0"]` is -0. There
 * are no JSON objects in it, so a key such as `__proto__` never meets a parser that could take it for more than a name.
 * Whoever reads text from a sandbox reads an enemy's text: size, count and depth are checked before anything is built.
 */
import { AnswerError, PlainTensor } from "./types";
import type { Plain } from "./types";

export const codecLimits = {
  /** Characters of one encoded value; a 64 x 32 x 32 x 3 batch of pictures takes 1,050,000. */
  characters: 4 * 2 ** 20,
  /** Numbers, strings, arrays, objects and keys of one value; a tensor counts as one. */
  items: 200_000,
  /** Arrays and objects inside each other. */
  depth: 64,
  /** Hexadecimal digits of one bigint. */
  digits: 10_000,
} as const;

type Json = null | boolean | number | string | readonly Json[];

const typedArrays = { Float32Array, Float64Array, Int32Array, Uint8Array };
type TypedArrayName = keyof typeof typedArrays;

/** Type of a tensor by the array of its values. */
const dtypes = { Float32Array: "float32", Int32Array: "int32", Uint8Array: "bool" } as const;
const arrayOfDtype = { float32: "Float32Array", int32: "Int32Array", bool: "Uint8Array" } as const;

/**
 * @throws AnswerError when the value holds what is not plain data (functions, class instances, cycles), or is too large.
 */
export function encode(value: Plain): string {
  const text = JSON.stringify(toJson(value, 0, { items: 0 }));
  if (text.length > codecLimits.characters) throw tooLarge();
  return text;
}

/**
 * Reads what `encode` wrote. Objects have no prototype.
 *
 * @throws AnswerError with verdict "output" for a text over the limits, "tampered" for one that `encode` cannot have written.
 */
export function decode(text: string): Plain {
  checkSize(text);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw malformed();
  }
  return fromJson(json);
}

function toJson(value: unknown, depth: number, count: { items: number }): Json {
  if (++count.items > codecLimits.items) throw tooLarge();
  if (depth > codecLimits.depth) throw tooDeep();
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return Object.is(value, -0) ? ["-0"] : Number.isFinite(value) ? value : [String(value)];
    case "undefined":
      return ["undefined"];
    case "bigint":
      return ["bigint", digitsOf(value)];
    case "object":
      return value === null ? null : objectToJson(value, depth, count);
    default:
      throw notPlain(`a ${typeof value}`);
  }
}

function objectToJson(value: object, depth: number, count: { items: number }): Json {
  if (value instanceof PlainTensor) return tensorToJson(value);
  if (ArrayBuffer.isView(value)) return [typedArrayName(value), base64(value)];
  if (Array.isArray(value)) {
    const items: Json[] = ["a"];
    const array = value as readonly unknown[];
    for (let i = 0; i < array.length; i++) items.push(toJson(array[i], depth + 1, count));
    return items;
  }
  if (!isPlainObject(value)) throw notPlain(`an object of class ${className(value)}`);
  const entries = Object.keys(value).map((key): Json => {
    const inner: unknown = (value as Record<string, unknown>)[key];
    return [key, toJson(inner, depth + 1, count)];
  });
  return ["o", ...entries];
}

function tensorToJson({ shape, values }: PlainTensor): Json {
  const name = typedArrayName(values);
  if (!(name in dtypes)) throw notPlain(`a tensor with values in a ${name}`);
  return ["t", [...shape], dtypes[name as keyof typeof dtypes], base64(values)];
}

/** By the hidden name that a typed array keeps across realms: a notebook's cells run in a realm of their own. */
function typedArrayName(value: ArrayBufferView): TypedArrayName {
  const name = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (!(name in typedArrays)) throw notPlain(`a ${name}`);
  return name as TypedArrayName;
}

/** From `{}` or with no prototype, of whichever realm: a notebook's cells run in a realm of their own. */
export function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className(value: object): string {
  const { constructor } = value as { constructor?: { name?: unknown } };
  return typeof constructor?.name === "string" && constructor.name ? constructor.name : "without a name";
}

function digitsOf(value: bigint): string {
  const digits = value.toString(16);
  if (digits.length > codecLimits.digits) throw tooLarge();
  return digits;
}

function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  if (byteLength > codecLimits.characters) throw tooLarge();
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** Counts brackets and commas outside strings; nothing is built before they are known to be few. */
function checkSize(text: string): void {
  if (text.length > codecLimits.characters) throw tooLarge();
  let depth = 0;
  let items = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x5b: // [
        // An object is two brackets deep (itself and its entry), and so is nothing else.
        if (++depth > 2 * codecLimits.depth + 4) throw tooDeep();
        items++;
        break;
      case 0x5d: // ]
        depth--;
        break;
      case 0x7b: // {
        throw malformed();
      case 0x2c: // ,
        items++;
        break;
    }
    if (items > 4 * codecLimits.items) throw tooLarge(); // an entry of an object is a bracket, a key and two commas
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at < 0) throw malformed();
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at;
  }
}

function fromJson(json: unknown): Plain {
  if (json === null || ["boolean", "number", "string"].includes(typeof json)) return json as Plain;
  if (!Array.isArray(json)) throw malformed();
  const [tag, ...rest] = json as unknown[];
  switch (tag) {
    case "undefined":
      return undefined;
    case "-0":
    case "NaN":
    case "Infinity":
    case "-Infinity":
      return Number(tag);
    case "bigint":
      return bigintFrom(rest[0]);
    case "a":
      return rest.map(fromJson);
    case "o":
      return objectFrom(rest);
    case "t":
      return tensorFrom(rest);
    default:
      return typedArrayFrom(tag, rest[0]);
  }
}

function bigintFrom(text: unknown): bigint {
  if (typeof text !== "string" || text.length > codecLimits.digits || !/^-?[0-9a-f]+$/.test(text))
    throw malformed();
  return text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
}

function objectFrom(entries: readonly unknown[]): Plain {
  const object = Object.create(null) as Record<string, Plain>;
  for (const entry of entries) {
    if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== "string") throw malformed();
    object[entry[0]] = fromJson(entry[1]); // without a prototype, "__proto__" is a name like others
  }
  return object;
}

function tensorFrom([shape, dtype, text]: readonly unknown[]): PlainTensor {
  if (!Array.isArray(shape) || !shape.every(isLength)) throw malformed();
  if (typeof dtype !== "string" || !Object.hasOwn(arrayOfDtype, dtype)) throw malformed();
  const values = typedArrayFrom(arrayOfDtype[dtype as keyof typeof arrayOfDtype], text);
  if (values.length !== shape.reduce((product, side) => product * side, 1)) throw malformed();
  return new PlainTensor(shape, values as PlainTensor["values"]);
}

function isLength(value: unknown): value is number {
  // No value has a longer side but where another side is 0; a check that counts to it would never end.
  return (
    typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= codecLimits.characters
  );
}

function typedArrayFrom(name: unknown, text: unknown) {
  if (typeof name !== "string" || !Object.hasOwn(typedArrays, name) || typeof text !== "string")
    throw malformed();
  const { buffer, byteOffset, byteLength } = Buffer.from(text, "base64");
  const type = typedArrays[name as TypedArrayName];
  const isWhole = text.length === 4 * Math.ceil(byteLength / 3) && byteLength % type.BYTES_PER_ELEMENT === 0;
  if (!isWhole) throw malformed();
  return new type(buffer.slice(byteOffset, byteOffset + byteLength)); // a copy: the bytes may start anywhere
}

function notPlain(what: string): AnswerError {
  return new AnswerError(
    `Expected plain data (numbers, strings, arrays, objects, typed arrays, tensors), found ${what}. Return its numbers instead.`,
  );
}

function tooLarge(): AnswerError {
  return new AnswerError(
    `The value is too large: over ${codecLimits.items} items or ${codecLimits.characters} characters as text. Return less.`,
    "output",
  );
}

function tooDeep(): AnswerError {
  return new AnswerError(
    `The value is nested more than ${codecLimits.depth} deep, or contains itself. Return a flatter one.`,
  );
}

function malformed(): AnswerError {
  return new AnswerError("The text from the sandbox is not what the course's own code writes.", "tampered");
}
