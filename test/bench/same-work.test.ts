import { describe, expect, it } from "vitest";
import { doOtherWork } from "./same-work";

const trained = { generator: 2_700_547, discriminator: 217_985 };
const entry = (name: string, losses: number[], networks: Record<string, number> = trained) => ({
  name,
  trained: networks,
  firstLosses: losses,
});

describe("doOtherWork", () => {
  it("lets pass who differs by the draw of weights", () => {
    const turned = { discriminator: 217_985, generator: 2_700_547 };
    const entries = [entry("a", [1.39, 0.69]), entry("b", [1.35, 0.72]), entry("c", [1.4, 0.68], turned)];
    expect(doOtherWork(entries).size).toBe(0);
    expect(doOtherWork([]).size).toBe(0);
  });

  it("names who trains other networks", () => {
    const other = { ...trained, discriminator: 217_984 };
    const complaints = doOtherWork([
      entry("a", [1.4, 0.7]),
      entry("b", [1.4, 0.7], other),
      entry("c", [1.4, 0.7]),
    ]);
    expect([...complaints.keys()]).toEqual(["b"]);
    expect(complaints.get("b")).toContain("discriminator 217984");
  });

  it("names who begins at another loss: half of it, a mean instead of a sum, or none", () => {
    const others = [entry("a", [1.4, 0.7]), entry("b", [1.38, 0.69]), entry("c", [1.41, 0.7])];
    for (const losses of [
      [0.7, 0.7],
      [1.4, 1.4],
      [1.4, NaN],
    ]) {
      expect([...doOtherWork([...others, entry("odd", losses)]).keys()]).toEqual(["odd"]);
    }
  });
});
