/** Who runs when, and how long. */

/**
 * One order of all names for each round, each drawn anew: nobody always follows the same neighbour, which may leave the
 * machine warm or its caches full.
 *
 * @param integer A whole number in [0, limit).
 */
export function roundOrders(
  names: readonly string[],
  rounds: number,
  integer: (limit: number) => number,
): string[][] {
  return Array.from({ length: rounds }, () => shuffled(names, integer));
}

/** Fisher and Yates; Durstenfeld (1964). */
function shuffled(names: readonly string[], integer: (limit: number) => number): string[] {
  const order = [...names];
  for (let last = order.length - 1; last > 0; last--) {
    const pick = integer(last + 1);
    [order[last], order[pick]] = [order[pick]!, order[last]!];
  }
  return order;
}

/**
 * Steps of one contestant's block: as many as asked for, or fewer where it is slower than the reference, so that
 * every block lasts about as long as the reference's.
 *
 * @param own Seconds a step of this contestant, as warming up showed them; `reference`: of the one compared with.
 */
export function stepsOfBlock(steps: number, { own, reference }: { own: number; reference: number }): number {
  const fitting = Math.round((steps * reference) / own);
  return Math.max(1, Math.min(Math.floor(steps), fitting));
}
