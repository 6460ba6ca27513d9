import { expect, it } from "vitest";
import { describeMachine, hasBfloat16, vectorFlags } from "./machine";

const cpuInfo = (flags: string) =>
  `processor\t: 0\nmodel name\t: A CPU avx512_bf16\nflags\t\t: fpu ${flags} sse\nbugs\t\t: avx512_bf16\n`;

it("reads vector units from /proc/cpuinfo, whole words of the flags only", () => {
  expect(vectorFlags(cpuInfo("avx2 fma avx512f avx512_bf16"))).toEqual([
    "avx2",
    "fma",
    "avx512f",
    "avx512_bf16",
  ]);
  expect(vectorFlags(cpuInfo("avx512f_other"))).toEqual([]);
  expect(vectorFlags("")).toEqual([]);
});

it("knows who multiplies bfloat16", () => {
  expect(hasBfloat16({ flags: ["avx2", "avx512f", "avx512_vnni"] })).toBe(false);
  expect(hasBfloat16({ flags: ["avx512_bf16"] })).toBe(true);
  expect(hasBfloat16({ flags: ["amx_bf16"] })).toBe(true);
});

it("describes this machine", () => {
  const { cores, gigabytes, load } = describeMachine();
  expect(cores).toBeGreaterThanOrEqual(1);
  expect(gigabytes).toBeGreaterThanOrEqual(1);
  expect(load).toBeGreaterThanOrEqual(0);
});
