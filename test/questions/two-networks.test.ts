/** Chapter 02's checks against the library's own GAN, and the answers to its drawings against what the GAN then does. */
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { findQuestion } from "../../lib/questions/all";
import { localSubject } from "../../lib/questions/local-subject";
import { runChecks } from "../../lib/questions/run-checks";
import { meanAndSpread } from "../../lib/theory/game-view";
import { sigmoid } from "../../lib/theory/logistic";
import { TinyGan } from "../../lib/theory/tiny-gan";

interface Players {
  a: number;
  b: number;
  w: number;
  c: number;
}

function ganOf({ a, b, w, c }: Players): TinyGan {
  const gan = new TinyGan({ generator: [1, 1], discriminator: [1, 1], random: rng(1) });
  gan.generator.weights.set([a, b]);
  gan.discriminator.weights.set([w, c]);
  return gan;
}

const list = (values: number[]) => Float64Array.from(values);

async function failures(id: string, answer: unknown): Promise<string[]> {
  const question = findQuestion(id);
  if (question.kind === "prose") throw new Error(`${id} is prose`);
  const subject = localSubject(answer);
  const results = await runChecks(question, subject, { seed: 7 });
  subject.close();
  return results
    .filter(({ verdict }) => verdict !== "pass")
    .map(({ name, message }) => `${name}: ${message}`);
}

describe("the library's TinyGan passes", () => {
  it("the discriminator's gradient", async () => {
    const judgeSlopes = (real: number[], fake: number[], w: number, c: number) => {
      const { slopes } = ganOf({ a: 1, b: 0, w, c }).discriminatorSlopes(list(real), list(fake));
      return { w: slopes[0], c: slopes[1] };
    };
    expect(await failures("two-networks/judge-slopes", judgeSlopes)).toEqual([]);
  });

  it("the generator's gradient", async () => {
    const generatorSlopes = (z: number[], players: Players) => {
      const { slopes } = ganOf(players).generatorSlopes(list(z));
      return { a: slopes[0], b: slopes[1] };
    };
    expect(await failures("two-networks/generator-slopes", generatorSlopes)).toEqual([]);
  });

  it("one round by hand", async () => {
    const oneRound = (
      players: Players,
      { real, z, z2 }: Record<"real" | "z" | "z2", number[]>,
      rates: { d: number; g: number },
    ) => {
      const gan = ganOf(players);
      gan.discriminatorStep(list(real), list(z), rates.d);
      gan.generatorStep(list(z2), rates.g);
      const [[a, b], [w, c]] = [gan.generator.weights, gan.discriminator.weights];
      return { a, b, w, c };
    };
    expect(await failures("two-networks/one-round", oneRound)).toEqual([]);
  });
});

describe("what the generator will do", () => {
  /** The logits of the exercise's drawings. */
  const logits: Record<string, (x: number) => number> = {
    A: (x) => 1.5 - 1.2 * x,
    B: (x) => 0.9 * x * x - 1.2,
    C: (x) => 0.8 * x - 3,
    D: (x) => 1.2 - 1.1 * x * x,
  };
  const { normal } = rng(3).stream("latents");
  const before = Float64Array.from({ length: 4000 }, () => 0.8 * normal());

  /** Each sample climbs -(-log D): its push is (1 - D) times the logit's slope. */
  function word(logit: (x: number) => number): string {
    const slope = (x: number) => (logit(x + 1e-4) - logit(x - 1e-4)) / 2e-4;
    const after = before.map((x) => x + 0.1 * (1 - sigmoid(logit(x))) * slope(x));
    const [was, is] = [meanAndSpread(before), meanAndSpread(after)];
    const [shift, widening] = [is.mean - was.mean, is.spread - was.spread];
    if (Math.abs(shift) > Math.abs(widening)) return shift < 0 ? "left" : "right";
    return widening > 0 ? "wider" : "narrower";
  }

  it("is what the question takes for right", async () => {
    const moves = Object.fromEntries(Object.entries(logits).map(([game, logit]) => [game, word(logit)]));
    expect(moves).toEqual({ A: "left", B: "wider", C: "right", D: "narrower" });
    expect(await failures("two-networks/next-move", moves)).toEqual([]);
  });
});
