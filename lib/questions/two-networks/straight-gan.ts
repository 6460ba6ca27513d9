/** The oracles' GAN: G(z) = a z + b and the logit w x + c, in plain arithmetic. */
import { mean } from "../draw";

export interface Players {
  a: number;
  b: number;
  w: number;
  c: number;
}

/** Written so that it never overflows. */
export const sigmoid = (logit: number): number =>
  logit < 0 ? Math.exp(logit) / (1 + Math.exp(logit)) : 1 / (1 + Math.exp(-logit));

/** Slopes of mean softplus(-logit(real)) + mean softplus(logit(fake)) by w and c. */
export function slopesOfD(
  real: readonly number[],
  fake: readonly number[],
  { w, c }: Pick<Players, "w" | "c">,
): { w: number; c: number } {
  const onReal = real.map((x) => -sigmoid(-(w * x + c)));
  const onFake = fake.map((x) => sigmoid(w * x + c));
  return {
    w: mean(onReal.map((slope, i) => slope * real[i]!)) + mean(onFake.map((slope, i) => slope * fake[i]!)),
    c: mean(onReal) + mean(onFake),
  };
}

/** Slopes of mean softplus(-logit(G(z))) by a and b. */
export function slopesOfG(z: readonly number[], players: Players): { a: number; b: number } {
  const { w } = players;
  const bySample = paint(z, players).map((x) => -sigmoid(-(w * x + players.c)) * w);
  return { a: mean(bySample.map((slope, i) => slope * z[i]!)), b: mean(bySample) };
}

export const paint = (z: readonly number[], { a, b }: Pick<Players, "a" | "b">): number[] =>
  z.map((value) => a * value + b);
