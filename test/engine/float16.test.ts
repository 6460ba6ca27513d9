import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { fromFloat16, toFloat16 } from "../../lib/engine/float16";

const { Infinity: inf } = globalThis;

// By NumPy: numpy.float32(value).astype(numpy.float16).view(numpy.uint16).
const byNumPy: [value: number, bits: number][] = [
  [0, 0],
  [-0, 32768],
  [1, 15360],
  [0.1, 11878],
  [1 / 3, 13653],
  [65504, 31743],
  [65519.99, 31743],
  [65520, 31744],
  [-65520, 64512],
  [inf, 31744],
  [2 ** -24, 1],
  [2 ** -25, 0], // halfway to the smallest subnormal: to the even one, 0
  [2 ** -25 * 1.0000002, 1],
  [2 ** -25 * 3, 2],
  [2 ** -24 * 2.5, 2],
  [6.097555e-5, 1023], // the largest subnormal
  [6.1035156e-5, 1024],
  [1e-10, 0],
  [2049, 26624], // ties to even
  [2051, 26626],
  [1.00048828125, 15360],
  [1.00146484375, 15362],
  [-3.14159265, 49736],
];

it.each(byNumPy)("%d rounds as in NumPy", (value, bits) => {
  expect(toFloat16(value)).toBe(bits);
});

// SHA-256 over NumPy's bits (uint16, little endian, all NaN as 0x7e00) for every 9973rd float32, and for every 997th of
// those between 2^-27 and 2^-13, where the subnormals begin.
it.each([
  [0, 2 ** 32, 9973, "ce5b11f2e701a8c52331f17dd8a33aeee014ac6cc862fb5e3fd1748279b4bc7c"],
  [0x32000000, 0x39000000, 997, "9c728f0b51563bdc873322b58be7143a844600995ed5a3554fda82dc2349fcd7"],
])("float32 bits from %i to %i round as in NumPy", (from, to, step, digest) => {
  const bits = Uint32Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
  const halves = Uint16Array.from(new Float32Array(bits.buffer), toFloat16);
  expect(createHash("sha256").update(new Uint8Array(halves.buffer)).digest("hex")).toBe(digest);
});

it("all 65,536 halves: there and back, and their value by the definition", () => {
  for (let bits = 0; bits < 65536; bits++) {
    const value = fromFloat16(bits);
    const exponent = (bits >> 10) & 31;
    const fraction = (bits & 1023) / 1024;
    const sign = bits < 32768 ? 1 : -1;
    if (exponent === 31 && fraction > 0) {
      expect(value).toBeNaN();
      continue;
    }
    const wanted = exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
    if (value !== sign * (exponent === 31 ? inf : wanted))
      throw new Error(`0x${bits.toString(16)}: ${value}`);
    if (toFloat16(value) !== bits) throw new Error(`0x${bits.toString(16)} became ${toFloat16(value)}`);
  }
});
