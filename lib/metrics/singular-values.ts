/** Singular values, in float64. */

/** Two rows count as orthogonal when their cosine is below this: the sum of the values is then right to its square. */
const orthogonal = 1e-9;

/** What one row has along another is rounding when it is below this share of the whole matrix: turning cannot mend it. */
const rounding = 1e-14;
const mostSweeps = 60;

/**
 * Singular values of a matrix given by its rows, in no order.
 *
 * One-sided Jacobi: two rows at a time are turned in their plane until they are orthogonal. Turning the rows multiplies
 * the matrix by a rotation from the left, which changes no singular value; and the singular values of a matrix with
 * orthogonal rows are the lengths of its rows.
 *
 * @param rows [m, n] with m <= n where there is a choice: the work grows with m^2 n. Not changed.
 * @returns m values, 0 or more.
 * @throws Error when the rows are not orthogonal after 60 sweeps, which no finite matrix has needed so far.
 * @see Hestenes (1958), Inversion of matrices by biorthogonalization; Demmel and Veselic (1992) on its accuracy.
 */
export function singularValues(rows: readonly Float64Array[]): Float64Array {
  const turned = rows.map((row) => Float64Array.from(row));
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    if (!turnOnce(turned)) return Float64Array.from(turned, (row) => Math.sqrt(dot(row, row)));
  }
  throw new Error(`singularValues: ${rows.length} rows are not orthogonal after ${mostSweeps} sweeps.`);
}

/** Makes every pair of rows orthogonal once; a later pair disturbs an earlier one. @returns Whether any was turned. */
function turnOnce(rows: Float64Array[]): boolean {
  const squares = rows.map((row) => dot(row, row));
  const noise = rounding * Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  let isTurned = false;
  for (let i = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++) {
      const [a, b] = [squares[i]!, squares[j]!];
      const across = dot(rows[i]!, rows[j]!);
      const tolerance = Math.max(orthogonal * Math.sqrt(a * b), noise * Math.sqrt(Math.max(a, b)));
      if (Math.abs(across) <= tolerance) continue;
      const zeta = (b - a) / (2 * across);
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
      turn(rows[i]!, rows[j]!, tangent);
      // Anew, for a - tangent * across and b + tangent * across lose all digits of a row that becomes small.
      [squares[i], squares[j]] = [dot(rows[i]!, rows[i]!), dot(rows[j]!, rows[j]!)];
      isTurned = true;
    }
  }
  return isTurned;
}

/** Rotates two rows in their plane by the angle with this tangent. */
function turn(u: Float64Array, v: Float64Array, tangent: number): void {
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  for (let k = 0; k < u.length; k++) {
    const [x, y] = [u[k]!, v[k]!];
    u[k] = cosine * x - sine * y;
    v[k] = sine * x + cosine * y;
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
