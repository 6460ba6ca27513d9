import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { latentDirection } from "../../lib/theory/latent-direction";

describe("latentDirection", () => {
  it("is the difference of the two means", () => {
    const latents = [[1, 10], [3, 20], [0, 0], [0, 6], [6, 0]]; // prettier-ignore
    expect(latentDirection(latents, [true, true, false, false, false])).toEqual([2 - 2, 15 - 2]);
  });

  it("finds the axis that decides a property, and the known length: for z > 0 it is 2 sqrt(2 / pi)", () => {
    const stream = rng(1);
    const latents = Array.from({ length: 20_000 }, () => Array.from({ length: 5 }, () => stream.normal()));
    const direction = latentDirection(latents, latents.map(([first]) => first! > 0)); // prettier-ignore
    expect(direction[0]).toBeCloseTo(2 * Math.sqrt(2 / Math.PI), 1);
    // Five standard errors of a difference of two means of 10,000: 5 sqrt(2 / 10,000) = 0.07.
    for (const other of direction.slice(1)) expect(Math.abs(other)).toBeLessThan(0.07);
  });

  it("refuses to compare with nobody", () => {
    expect(() => latentDirection([[1], [2]], [true, true])).toThrow(/0 have not/);
    expect(() => latentDirection([[1]], [true, false])).toThrow(/1 latents and 2 answers/);
  });
});
