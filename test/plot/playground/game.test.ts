/** The playground's game without a page: it learns, its halves are halves, and a seed fixes it. */
import { describe, expect, it } from "vitest";
import { firstSettings, Game } from "../../../lib/plot/playground/game";
import { heightsOf, NODES, targets } from "../../../lib/plot/playground/targets";

const play = (game: Game, steps: number) => {
  for (let t = 0; t < steps; t++) game.step();
  return game.summary();
};

describe("the playground's game", () => {
  it.each(Object.keys(targets))("learns the target %s", (name) => {
    const game = new Game(firstSettings, heightsOf(name));
    const before = game.summary();
    const after = play(game, 1500);
    expect(after.step).toBe(1500);
    expect(after.overlap).toBeGreaterThan(before.overlap);
    expect(after.overlap).toBeGreaterThan(name === "two Gaussians" ? 0.65 : 0.75);
    expect(Math.abs(after.fake.mean - after.real.mean)).toBeLessThan(0.4);
  });

  it("follows a target that was drawn anew", () => {
    const game = new Game(firstSettings, heightsOf("one Gaussian"));
    play(game, 300);
    const heights = NODES.map((x) => (Math.abs(x + 2) < 0.5 ? 100 : 0));
    game.aimAt(heights);
    expect(game.summary().real.mean).toBeCloseTo(-2, 6);
    expect(Math.abs(play(game, 1000).fake.mean + 2)).toBeLessThan(0.4);
  });

  it("moves only the network whose turn it is", () => {
    const game = new Game(firstSettings, heightsOf("uniform"));
    const [start] = [game.view()];
    game.step("discriminator");
    const afterD = game.view();
    expect(afterD.fake).toEqual(start.fake);
    expect(afterD.scores).not.toEqual(start.scores);
    game.step("generator");
    const afterG = game.view();
    expect(afterG.scores).toEqual(afterD.scores);
    expect(afterG.fake).not.toEqual(afterD.fake);
  });

  it("is the same game again after a reset, and another one with another seed", () => {
    const game = new Game(firstSettings, heightsOf("skewed"));
    const first = play(game, 50);
    game.reset();
    expect(game.summary().step).toBe(0);
    expect(play(game, 50)).toEqual(first);
    game.settings = { ...firstSettings, seed: 2 };
    game.reset();
    expect(play(game, 50)).not.toEqual(first);
  });

  it("shows the arrows of the loss that is chosen", () => {
    const game = new Game(firstSettings, heightsOf("one Gaussian"));
    for (let t = 0; t < 100; t++) game.step("discriminator");
    const [plain] = [game.view().samples.filter(({ x }) => x < 0)];
    game.settings.loss = "saturating";
    const saturated = game.view().samples.filter(({ x }) => x < 0);
    // Where the judge is sure of a fake, D is near 0: D w is far smaller than (1 - D) w.
    expect(plain.length).toBeGreaterThan(3);
    plain.forEach(({ push }, i) => expect(Math.abs(saturated[i]!.push)).toBeLessThan(Math.abs(push)));
  });
});
