/**
 * Games of two players with one number each, as vector fields in the plane. The state is [x, y]; the first player moves x,
 * the second y; the field says which way each wants to go. For a zero-sum game, min over x of max over y of f:
 *
 *     v(x, y) = (-df/dx, +df/dy).
 */

export type Point = [number, number];
/** The direction of play at a state. */
export type Field = (state: Point) => Point;
/** One step of play with step size `rate`. */
export type PlayStep = (field: Field, state: Point, rate: number) => Point;
/** [[dv0/dx, dv0/dy], [dv1/dx, dv1/dy]]. */
export type Matrix2 = [Point, Point];

export interface Complex {
  re: number;
  im: number;
}

/** The field of f(x, y) = strength x y: each circle around the equilibrium 0 is a path of it. */
export function bilinearField(strength = 1): Field {
  return ([x, y]) => [-strength * y, strength * x];
}

/** Both players step at once, each from where the other was: s + rate v(s). */
export const simultaneousPlay: PlayStep = (field, [x, y], rate) => {
  const [vx, vy] = field([x, y]);
  return [x + rate * vx, y + rate * vy];
};

/** First x steps, then y answers x where it is now. */
export const alternatingPlay: PlayStep = (field, [x, y], rate) => {
  const next = x + rate * field([x, y])[0];
  return [next, y + rate * field([next, y])[1]];
};

/**
 * A trial step, then the real one with the direction found there: s + rate v(s + rate v(s)).
 *
 * @see Korpelevich (1976), The extragradient method for finding saddle points; Gidel et al. (2019), arXiv:1802.10551.
 */
export const extraGradientPlay: PlayStep = (field, [x, y], rate) => {
  const [vx, vy] = field(simultaneousPlay(field, [x, y], rate));
  return [x + rate * vx, y + rate * vy];
};

/** The start and the state after each of `steps` steps. */
export function playOut(
  step: PlayStep,
  field: Field,
  { start, rate, steps }: { start: Point; rate: number; steps: number },
): Point[] {
  const path = [start];
  for (let t = 0; t < steps; t++) path.push(step(field, path[t]!, rate));
  return path;
}

/** The Jacobian of a field, by central differences; exact to about 1e-9 where the field is smooth. */
export function jacobian(field: Field, [x, y]: Point, nudge = 1e-5): Matrix2 {
  const [right, left] = [field([x + nudge, y]), field([x - nudge, y])];
  const [up, down] = [field([x, y + nudge]), field([x, y - nudge])];
  const slopes = (i: 0 | 1): Point => [(right[i] - left[i]) / (2 * nudge), (up[i] - down[i]) / (2 * nudge)];
  return [slopes(0), slopes(1)];
}

/** The roots of z^2 - trace z + determinant, the larger real part (then the larger imaginary part) first. */
export function eigenvalues([[a, b], [c, d]]: Matrix2): [Complex, Complex] {
  const middle = (a + d) / 2;
  const under = ((a - d) / 2) ** 2 + b * c;
  const root = Math.sqrt(Math.abs(under));
  return under >= 0
    ? [
        { re: middle + root, im: 0 },
        { re: middle - root, im: 0 },
      ]
    : [
        { re: middle, im: root },
        { re: middle, im: -root },
      ];
}
