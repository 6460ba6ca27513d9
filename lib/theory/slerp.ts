/**
 * The point between two vectors at share t, on the arc and not on the chord:
 *
 *     slerp(a, b, t) = sin((1 - t) w) / sin(w) * a + sin(t w) / sin(w) * b,   w the angle between a and b.
 *
 * Between two latents of one length each point has that length too. Where the angle is 0 or 180 degrees there is no one
 * arc, and the chord is taken.
 *
 * @param share From 0 (gives a) to 1 (gives b).
 * @see White (2016), Sampling generative networks, arXiv:1609.04468; Shoemake (1985), Animating rotation with
 *      quaternion curves.
 */
export function slerp(a: ArrayLike<number>, b: ArrayLike<number>, share: number): number[] {
  if (a.length !== b.length) {
    throw new RangeError(
      `slerp: the vectors have ${a.length} and ${b.length} numbers. Give two of one length.`,
    );
  }
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
  const sine = Math.sin(angle);
  const [ofA, ofB] =
    sine < 1e-6 ? [1 - share, share] : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine];
  return Array.from(a, (value, i) => ofA * value + ofB * b[i]!);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
