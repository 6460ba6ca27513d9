/** What the listing does with its picture at the end, and what the article says about it. */
import sharp from "sharp";
import { rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import type { Gan } from "../../models/types";
import type { Repairs } from "./defects";
import type { ListingSettings } from "./options";

/** One picture as bytes 0 to 255, [1, height, width, channels]. */
export interface ShownPicture {
  bytes: Uint8Array;
  shape: [number, number, number, number];
}

/** The last picture: one latent, in inference mode, which is right here. [1, height, width, channels]; the caller disposes. */
export function lastPicture(
  { generator, latentSize }: Gan,
  { seed }: Pick<ListingSettings, "seed">,
): tf.Tensor4D {
  return tf.tidy(() => {
    const z = rng(seed).stream("last picture").normalTensor(1, latentSize);
    return generator.predict(z) as tf.Tensor4D;
  });
}

/**
 * The bytes that a reader sees. matplotlib's `imshow` takes a colour picture of floats to run from 0 to 1 and cuts off what
 * lies outside: byte = 255 min(1, max(0, x)). Repaired: byte = 127.5 (x + 1).
 */
export function asShown(picture: tf.Tensor4D, repaired: Repairs): ShownPicture {
  const scale = repaired.has("raw-display") ? (x: number) => 127.5 * (x + 1) : (x: number) => 255 * x;
  const bytes = new Uint8Array(Uint8ClampedArray.from(picture.dataSync(), scale).buffer);
  return { bytes, shape: picture.shape };
}

/** @returns The file that was written; undefined where none was. */
export async function save(
  { bytes, shape: [, height, width, channels] }: ShownPicture,
  { repaired, saveAs }: Pick<ListingSettings, "repaired" | "saveAs">,
): Promise<string | undefined> {
  if (!repaired.has("never-saved") || saveAs === undefined) return undefined;
  await sharp(bytes, { raw: { height, width, channels: channels as 1 | 3 } })
    .png()
    .toFile(saveAs);
  return saveAs;
}

/** The size of the pictures in the words of the text below the listing. */
export function claimedSize({ shape: [, height, width] }: ShownPicture, repaired: Repairs): string {
  return repaired.has("size-claim") ? `${height}x${width}` : "64x64";
}
