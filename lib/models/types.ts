/** What every pair of networks in the course offers. */
import type { tf } from "../engine/tf";

export interface Gan {
  readonly name: string;
  /** Latent z [batch, latentSize], normal(0, 1) -> pictures [batch, height, width, channels] in [-1, 1]. */
  readonly generator: tf.LayersModel;
  /** Pictures -> logits [batch, 1]; higher means more real. */
  readonly discriminator: tf.LayersModel;
  readonly latentSize: number;
  readonly imageShape: [height: number, width: number, channels: number];
  /** Frees both networks' weights. */
  dispose(): void;
}
