/** The game that the playground plays, without a page: networks, target, settings, one step after the other. */
import { makeNormal, sfc32 } from "../../engine/sfc32";
import { drawnDensity, type DrawnDensity } from "../../theory/drawn-density";
import { meanAndSpread, overlap, viewGame, type GameView } from "../../theory/game-view";
import { TinyGan, type TinyLoss } from "../../theory/tiny-gan";
import { HIGH, LOW, NODES } from "./targets";

export interface Settings {
  seed: number;
  loss: TinyLoss;
  /** Learning rates of the two players. */
  dRate: number;
  gRate: number;
}

export const firstSettings: Settings = { seed: 1, loss: "non-saturating", dRate: 0.3, gRate: 0.05 };

export type Half = "both" | "discriminator" | "generator";

export interface Summary {
  step: number;
  real: { mean: number; spread: number };
  fake: { mean: number; spread: number };
  /** Mean of D over the last real and the last generated batch; none before the first. */
  realScore?: number;
  fakeScore?: number;
  /** Area that both densities share, 0 to 1. */
  overlap: number;
}

const BATCH = 64;
const SHOWN = 400;
const SIZES = { generator: [1, 16, 1], discriminator: [1, 24, 1] };

/** A random stream for one purpose; another purpose gives other numbers. */
function streamOf(seed: number, purpose: number) {
  const next = sfc32([seed, purpose, 0x7f4a7c15, 1]);
  const uniform = () => next() / 2 ** 32;
  return { uniform, normal: makeNormal(uniform) };
}

const batchOf = (size: number, next: () => number) => Float64Array.from({ length: size }, next);

export class Game {
  settings: Settings;
  private gan!: TinyGan;
  private target!: DrawnDensity;
  private random!: ReturnType<typeof streamOf>;
  private readonly latents = batchOf(SHOWN, streamOf(0, 3).normal);
  private stepsDone = 0;
  private scores: Pick<Summary, "realScore" | "fakeScore"> = {};

  /** @param heights One for each of NODES; see `drawnDensity`. */
  constructor(settings: Settings, heights: readonly number[]) {
    this.settings = { ...settings };
    this.aimAt(heights);
    this.reset();
  }

  /** New networks from the seed; the target stays. */
  reset(): void {
    const { seed, loss } = this.settings;
    this.gan = new TinyGan({ ...SIZES, random: streamOf(seed, 1), loss });
    this.random = streamOf(seed, 2);
    this.stepsDone = 0;
    this.scores = {};
  }

  /** Another target; the networks go on from where they are. */
  aimAt(heights: readonly number[]): void {
    this.target = drawnDensity(NODES, heights);
  }

  /** One round, or one half of it. */
  step(half: Half = "both"): void {
    const { dRate, gRate, loss } = this.settings;
    const { uniform, normal } = this.random;
    this.gan.loss = loss;
    if (half !== "generator") {
      const real = batchOf(BATCH, () => this.target.sample(uniform()));
      const { realScore, fakeScore } = this.gan.discriminatorStep(real, batchOf(BATCH, normal), dRate);
      this.scores = { realScore, fakeScore };
    }
    if (half !== "discriminator") this.gan.generatorStep(batchOf(BATCH, normal), gRate);
    this.stepsDone++;
  }

  view(): GameView {
    this.gan.loss = this.settings.loss;
    return viewGame(this.gan, { density: this.target.at, latents: this.latents, low: LOW, high: HIGH });
  }

  summary(view = this.view()): Summary {
    return {
      step: this.stepsDone,
      real: { mean: this.target.mean, spread: this.target.spread },
      fake: meanAndSpread(this.gan.generate(this.latents)),
      ...this.scores,
      overlap: overlap(view),
    };
  }
}
