/** Directions among latents along which a property of the pictures changes. */

/**
 * The difference of two means: of the latents whose pictures have a property, and of those whose pictures have not,
 *
 *     d = mean(z | has) - mean(z | has not).
 *
 * A generator that is steered along d makes the property likelier. d is measured on finitely many latents, so part of it is
 * noise: with n and m latents of 100 normal numbers, noise alone has a length of about sqrt(100 (1 / n + 1 / m)).
 *
 * @param latents Rows of one length.
 * @param has     One for each row.
 * @throws RangeError when one of the two groups is empty, or the lists have different lengths.
 * @see Radford, Metz, Chintala (2016), arXiv:1511.06434, section 6.3.2, where such differences are added to latents.
 */
export function latentDirection(latents: readonly ArrayLike<number>[], has: readonly boolean[]): number[] {
  if (latents.length !== has.length) {
    throw new RangeError(
      `latentDirection: there are ${latents.length} latents and ${has.length} answers. Give one for each.`,
    );
  }
  const [yes, no] = [true, false].map((wanted) => latents.filter((_, i) => has[i] === wanted)) as [
    ArrayLike<number>[],
    ArrayLike<number>[],
  ];
  if (yes.length === 0 || no.length === 0) {
    throw new RangeError(
      `latentDirection: ${yes.length} pictures have the property and ${no.length} have not. Draw more, so that both are there.`,
    );
  }
  const [ofYes, ofNo] = [meanOf(yes), meanOf(no)];
  return ofYes.map((value, i) => value - ofNo[i]!);
}

function meanOf(rows: readonly ArrayLike<number>[]): number[] {
  return Array.from(rows[0]!, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
}
