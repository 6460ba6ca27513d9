import { describe, expect, it } from "vitest";
import { isLearningRate, learningRateAt } from "../../lib/nn/learning-rate";

describe("learningRateAt", () => {
  it("is the number itself, at every step", () => {
    expect([0, 1, 1e6].map((step) => learningRateAt(2e-4, step))).toEqual([2e-4, 2e-4, 2e-4]);
  });

  it("goes in a straight line from the first step to the last", () => {
    const rate = { from: 8, to: 0, end: 4 };
    expect([0, 1, 2, 3, 4, 5].map((step) => learningRateAt(rate, step))).toEqual([8, 6, 4, 2, 0, 0]);
  });

  it("waits until start, and may rise", () => {
    const rate = { from: 1, to: 3, start: 2, end: 4 };
    expect([0, 2, 3, 4, 9].map((step) => learningRateAt(rate, step))).toEqual([1, 1, 2, 3, 3]);
  });
});

describe("isLearningRate", () => {
  it.each([1e-4, { from: 1, to: 0, end: 1 }, { from: 1, to: 2, start: 3, end: 4 }])("takes %j", (rate) => {
    expect(isLearningRate(rate)).toBe(true);
  });

  it.each([
    0,
    -1,
    NaN,
    Infinity,
    { from: 0, to: 1, end: 2 },
    { from: 1, to: -1, end: 2 },
    { from: 1, to: NaN, end: 2 },
    { from: 1, to: 0, end: 0 },
    { from: 1, to: 0, start: 2, end: 2 },
    { from: 1, to: 0, start: -1, end: 2 },
    { from: 1, to: 0, end: Infinity },
  ])("refuses %j", (rate) => {
    expect(isLearningRate(rate)).toBe(false);
  });
});
