/**
 * The generator of random bits below `rng`: plain arithmetic without imports, so that a page in a browser can have it too.
 *
 * sfc32: Chris Doty-Humphrey, PractRand, 2010.
 */

/** Integers, uniform in [0, 2^32), from four words of state. */
export function sfc32([a, b, c, counter]: [number, number, number, number]): () => number {
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next(); // the first outputs still show the seed
  return next;
}

/**
 * Normal numbers from uniform ones. Box and Muller (1958) give two from two; the second waits for the next call.
 */
export function makeNormal(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // 1 - u is never 0
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
