/** Kernel density and overlap against closed forms; the view shows what the networks say. */
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { meanAndSpread, overlap, viewGame } from "../../lib/theory/game-view";
import { kernelDensity } from "../../lib/theory/kernel-density";
import { TinyGan } from "../../lib/theory/tiny-gan";

const grid = Array.from({ length: 801 }, (_, i) => -8 + i / 50);
const normal = (x: number, mean: number) => Math.exp(-0.5 * (x - mean) ** 2) / Math.sqrt(2 * Math.PI);

describe("kernelDensity", () => {
  it("is one normal bump for one sample, and has area 1 and the variance plus width squared", () => {
    expect(kernelDensity([0.5], [0.5, 1.5], 1)[1]).toBeCloseTo(normal(1.5, 0.5), 12);
    const [samples, width] = [[-1, 0, 4], 0.3];
    const curve = [...kernelDensity(samples, grid, width)];
    const moment = (power: number) =>
      curve.reduce((sum, value, i) => sum + value * grid[i]! ** power, 0) / 50;
    expect(moment(0)).toBeCloseTo(1, 6);
    const { mean, spread } = meanAndSpread(samples);
    expect(moment(1)).toBeCloseTo(mean, 6);
    expect(moment(2) - moment(1) ** 2).toBeCloseTo(spread ** 2 + width ** 2, 5);
  });
});

describe("overlap", () => {
  const view = (shift: number) => ({
    grid,
    real: grid.map((x) => normal(x, 0)),
    fake: grid.map((x) => normal(x, shift)),
    scores: [],
    samples: [],
  });

  it("of two Gaussians two spreads apart is 2 Phi(-1) = 0.3173, of one with itself 1", () => {
    expect(overlap(view(2))).toBeCloseTo(0.317311, 4);
    expect(overlap(view(0))).toBeCloseTo(1, 6);
  });
});

describe("viewGame", () => {
  it("gives the discriminator's curve, and pushes that climb it", () => {
    const gan = new TinyGan({ generator: [1, 1], discriminator: [1, 1], random: rng(1) });
    gan.generator.weights.set([1, 0]);
    gan.discriminator.weights.set([2, -1]);
    const latents = Float64Array.from({ length: 500 }, rng(2).normal);
    const view = viewGame(gan, { density: (x) => normal(x, 1), latents });
    expect(view.scores[view.grid.findIndex((x) => Math.abs(x - 0.5) < 1e-9)]).toBeCloseTo(0.5, 12);
    expect(view.samples.length).toBe(24);
    for (const { x, push } of view.samples) {
      // Minus the slope of -log D: (1 - D) w.
      expect(push).toBeCloseTo(2 * (1 - 1 / (1 + Math.exp(1 - 2 * x))), 12);
    }
    // The few stand for all: their mean is that of all latents.
    const few = view.samples.reduce((sum, { x }) => sum + x, 0) / 24;
    expect(Math.abs(few - meanAndSpread(latents).mean)).toBeLessThan(0.05);
  });
});
