/**
 * A smooth curve for the density that samples come from: a normal bump of this width on each, averaged.
 *
 *     p(x) = mean over the samples s of  exp(-(x - s)^2 / (2 width^2)) / (width sqrt(2 pi))
 *
 * The curve is a little wider than the truth: its variance is larger by width^2.
 *
 * @param grid Where to work it out; the result has one value for each.
 * @see Rosenblatt (1956), Remarks on some nonparametric estimates of a density function; Parzen (1962).
 */
export function kernelDensity(
  samples: ArrayLike<number>,
  grid: readonly number[],
  width: number,
): Float64Array {
  const scale = 1 / (samples.length * width * Math.sqrt(2 * Math.PI));
  return Float64Array.from(grid, (x) => {
    let sum = 0;
    for (let i = 0; i < samples.length; i++) {
      const away = (x - samples[i]!) / width;
      if (Math.abs(away) < 6) sum += Math.exp(-0.5 * away * away);
    }
    return sum * scale;
  });
}
