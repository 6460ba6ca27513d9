import { describe, expect, it } from "vitest";
import { losses } from "../../lib/losses/by-name";
import { hinge } from "../../lib/losses/hinge";
import { leastSquares } from "../../lib/losses/least-squares";
import { nonSaturating } from "../../lib/losses/non-saturating";
import { saturating } from "../../lib/losses/saturating";
import { wasserstein } from "../../lib/losses/wasserstein";
import { testLoss } from "../contracts/loss";

const log2 = Math.LN2;
// D = sigmoid(logit): sigmoid(log 3) = 3/4 and sigmoid(-log 3) = 1/4, so the losses below are logs of fractions.
const log3 = Math.log(3);

testLoss(nonSaturating, [
  { real: [0], fake: [0], dLoss: 2 * log2, gLoss: log2 },
  // D(x) = 3/4, D(G(z)) = 1/4: -log(3/4) - log(3/4), and -log(1/4).
  { real: [log3], fake: [-log3], dLoss: -2 * Math.log(3 / 4), gLoss: Math.log(4) },
  // Two real pictures with D = 3/4 and 1/4; one mean for each side.
  { real: [log3, -log3], fake: [log3], dLoss: -Math.log(3 / 16) / 2 + Math.log(4), gLoss: -Math.log(3 / 4) },
  { real: [-1000], fake: [1000], dLoss: 2000, gLoss: 0 },
]);

testLoss(saturating, [
  { real: [0], fake: [0], dLoss: 2 * log2, gLoss: -log2 },
  { real: [log3], fake: [-log3], dLoss: -2 * Math.log(3 / 4), gLoss: Math.log(3 / 4) },
  { real: [-1000], fake: [1000], dLoss: 2000, gLoss: -1000 },
]);

testLoss(leastSquares, [
  { real: [0], fake: [0], dLoss: 1 / 2, gLoss: 1 / 2 },
  { real: [1], fake: [0], dLoss: 0, gLoss: 1 / 2 },
  // (1/2)((3 - 1)^2 + (0 - 1)^2)/2 = 5/4; (1/2) 2^2 = 2; (1/2)(2 - 1)^2 = 1/2.
  { real: [3, 0], fake: [2], dLoss: 5 / 4 + 2, gLoss: 1 / 2 },
]);

testLoss(hinge, [
  { real: [0], fake: [0], dLoss: 2, gLoss: 0 },
  { real: [2], fake: [-3], dLoss: 0, gLoss: 3 }, // both beyond the margin
  { real: [0.25, 2], fake: [-0.5, -4], dLoss: 0.75 / 2 + 0.5 / 2, gLoss: 2.25 },
]);

testLoss(wasserstein, [
  { real: [0], fake: [0], dLoss: 0, gLoss: 0 },
  { real: [2, 4], fake: [-1, 2], dLoss: 0.5 - 3, gLoss: -0.5 },
]);

describe("losses by name", () => {
  it("are all there, each under its own name", () => {
    expect(Object.entries(losses).map(([name, loss]) => [name, loss.name])).toEqual(
      ["non-saturating", "saturating", "least-squares", "hinge", "wasserstein"].map((name) => [name, name]),
    );
  });
});
