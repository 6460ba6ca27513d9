/**
 * Writes the wire format of protocol buffers (protobuf.dev, "Encoding"): a message is a row of fields, each a
 * tag (field number and wire type) and a payload. Only what a TensorFlow graph needs.
 */

/** The bytes of a message, or of one or more of its fields. */
export type Bytes = Uint8Array;

/** An integer of 7 bits a byte, low bits first; a negative number takes ten bytes, as an int64. */
export function varint(value: number): Bytes {
  const bytes: number[] = [];
  if (value < 0) {
    for (let rest = BigInt.asUintN(64, BigInt(value)); bytes.length < 10; rest >>= 7n) {
      bytes.push(Number(rest & 0x7fn) | (bytes.length < 9 ? 0x80 : 0));
    }
    return Uint8Array.from(bytes);
  }
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

export function concat(parts: Bytes[]): Bytes {
  return Buffer.concat(parts);
}

/** A field whose wire type is 0: integers, booleans and enums. */
export function integerField(field: number, value: number): Bytes {
  return concat([varint(field << 3), varint(value)]);
}

/** A field whose wire type is 5: one float32. */
export function floatField(field: number, value: number): Bytes {
  return concat([varint((field << 3) | 5), float32(value)]);
}

/** A field whose wire type is 2: a text, raw bytes, or a message inside a message. */
export function bytesField(field: number, value: string | Bytes): Bytes {
  const payload = typeof value === "string" ? Buffer.from(value, "utf8") : value;
  return concat([varint((field << 3) | 2), varint(payload.length), payload]);
}

/** A packed list of integers: one field for all of them. */
export function packedIntegers(field: number, values: number[]): Bytes {
  return bytesField(field, concat(values.map(varint)));
}

/** A packed list of float32 numbers. */
export function packedFloats(field: number, values: number[]): Bytes {
  return bytesField(field, concat(values.map(float32)));
}

/** One entry of a `map<string, Message>`: itself a message with the key as field 1 and the value as field 2. */
export function mapEntry(field: number, key: string, value: Bytes): Bytes {
  return bytesField(field, concat([bytesField(1, key), bytesField(2, value)]));
}

function float32(value: number): Bytes {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}
