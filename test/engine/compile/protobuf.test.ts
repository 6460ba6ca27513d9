import { describe, expect, it } from "vitest";
import {
  bytesField,
  floatField,
  integerField,
  mapEntry,
  packedIntegers,
  varint,
} from "../../../lib/engine/compile/protobuf";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The examples of protobuf.dev, "Encoding", and numbers checked by hand. */
describe("the wire format", () => {
  it("integers: 7 bits a byte, negative ones in ten", () => {
    expect(hex(varint(1))).toBe("01");
    expect(hex(varint(150))).toBe("9601");
    expect(hex(varint(2 ** 31))).toBe("8080808008");
    expect(hex(varint(-1))).toBe("ffffffffffffffffff01");
    expect(hex(varint(-2))).toBe("feffffffffffffffff01");
  });

  it("fields: number and wire type first", () => {
    expect(hex(integerField(1, 150))).toBe("089601");
    expect(hex(bytesField(2, "testing"))).toBe("120774657374696e67");
    expect(hex(bytesField(3, integerField(1, 150)))).toBe("1a03089601");
    expect(hex(packedIntegers(6, [3, 270, 86942]))).toBe("3206038e029ea705");
    expect(hex(floatField(4, 1))).toBe("250000803f");
    expect(hex(integerField(20, 1))).toBe("a00101");
  });

  it("a map is a list of key and value", () => {
    expect(hex(mapEntry(5, "a", integerField(1, 1)))).toBe("2a07" + "0a0161" + "12020801");
  });
});
