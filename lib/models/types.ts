/** What every pair of networks in the course offers. */
import type { tf } from "../engine/tf";

/** Everything that is needed to build a pair of networks again, as plain JSON; a checkpoint holds it. */
export interface GanDescription {
  /** Which builder made it: a name in `models/rebuild.ts`. */
  model: string;
  /** The builder's options, every default filled in. */
  options: Record<string, unknown>;
}

export interface Gan {
  readonly name: string;
  /** Latent z [batch, latentSize], normal(0, 1) -> pictures [batch, height, width, channels] in [-1, 1]. */
  readonly generator: tf.LayersModel;
  /** Pictures -> logits [batch, 1]; higher means more real. */
  readonly discriminator: tf.LayersModel;
  readonly latentSize: number;
  readonly imageShape: [height: number, width: number, channels: number];
  readonly description: GanDescription;
  /** Frees both networks' weights. */
  readonly dispose: () => void;
}
