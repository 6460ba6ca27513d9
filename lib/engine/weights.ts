/** Weight files: named tensors as one safetensors file. */
import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "./atomic-file";
import { decodeTensors, encodeTensors } from "./safetensors";
import type { DecodedTensors, EncodeOptions, TensorMap } from "./safetensors";

/**
 * Writes tensors to a file: whole or not at all, also when the process is killed meanwhile. Makes the folder.
 *
 * @param tensors  Are read, not disposed.
 */
export async function writeWeights(
  path: string,
  tensors: TensorMap,
  options: EncodeOptions = {},
): Promise<void> {
  await writeFileAtomic(path, encodeTensors(tensors, options));
}

/**
 * Reads a weight file.
 *
 * @throws Error that names the file when it is missing, damaged or of another format.
 */
export async function readWeights(path: string): Promise<DecodedTensors> {
  return decodeTensors(await readFile(path), path);
}
