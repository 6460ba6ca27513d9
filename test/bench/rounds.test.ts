import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { roundOrders, stepsOfBlock } from "./rounds";

describe("roundOrders", () => {
  const names = ["a", "b", "c", "d"];

  it("has everybody once in every round, in changing order", () => {
    const orders = roundOrders(names, 40, rng(1).integer);
    expect(orders).toHaveLength(40);
    for (const order of orders) expect([...order].sort()).toEqual(names);
    // 24 orders are possible; 40 draws that hit fewer than 10 of them would be no shuffle.
    expect(new Set(orders.map((order) => order.join())).size).toBeGreaterThanOrEqual(10);
    expect(new Set(orders.map((order) => order[0])).size).toBe(4);
  });

  it("draws the same again from the same seed, and leaves the names alone", () => {
    expect(roundOrders(names, 3, rng(2).integer)).toEqual(roundOrders(names, 3, rng(2).integer));
    expect(names).toEqual(["a", "b", "c", "d"]);
  });
});

describe("stepsOfBlock", () => {
  it("fits a slower contestant into the reference's time", () => {
    expect(stepsOfBlock(30, { own: 0.5, reference: 0.25 })).toBe(15);
    expect(stepsOfBlock(30, { own: 4, reference: 0.25 })).toBe(2);
  });

  it("never gives less than one step, nor more than asked for", () => {
    expect(stepsOfBlock(30, { own: 100, reference: 0.25 })).toBe(1);
    expect(stepsOfBlock(30, { own: 0.1, reference: 0.25 })).toBe(30);
    expect(stepsOfBlock(5 / 3, { own: 0.1, reference: 0.25 })).toBe(1);
    expect(stepsOfBlock(1 / 3, { own: 0.1, reference: 0.25 })).toBe(1);
  });
});
