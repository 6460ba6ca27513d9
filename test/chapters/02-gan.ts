/** What the tests of chapter 02 share. */
import { rng } from "../../lib/engine/rng";
import { TinyGan } from "../../lib/theory/tiny-gan";

/** So many numbers, drawn one after the other. */
export const many = (count: number, next: () => number) => Float64Array.from({ length: count }, next);

/** The chapter's GAN with a hidden layer in its judge; the generator starts as G(z) = z. */
export function hidden(seed: number): TinyGan {
  const gan = new TinyGan({
    generator: [1, 1],
    discriminator: [1, 16, 1],
    random: rng(seed).stream("weights"),
  });
  gan.generator.weights.set([1, 0]);
  return gan;
}
