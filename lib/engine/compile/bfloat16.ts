/** Where bfloat16 pays: TensorFlow has fast kernels for it only where the processor multiplies it. */
import { readFileSync } from "node:fs";
import { nodeBackend } from "./backend";

/**
 * Whether this machine multiplies bfloat16 numbers in hardware: AVX512_BF16 or AMX, or a GPU (Ampere or later).
 * Undefined where it cannot be told (no /proc/cpuinfo).
 */
export function hasBfloat16Units(cpuInfo = readCpuInfo()): boolean | undefined {
  if (nodeBackend().isUsingGpuDevice) return true;
  if (cpuInfo === undefined) return undefined;
  return /\b(avx512_bf16|amx_bf16)\b/.test(cpuInfo);
}

/** @throws Error where bfloat16 is known to be slower than float32. */
export function requireBfloat16Units(cpuInfo?: string): void {
  if (hasBfloat16Units(cpuInfo) !== false) return;
  throw new Error(
    "precision: this processor has no bfloat16 units (AVX512_BF16 or AMX), and without them bfloat16 is many times " +
      'slower than float32. Use precision: "float32".',
  );
}

function readCpuInfo(): string | undefined {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return undefined;
  }
}
