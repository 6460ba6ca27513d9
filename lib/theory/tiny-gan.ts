/**
 * A GAN on single numbers, in float64, with every gradient written out: what chapter 02 derives and its playground runs.
 */
import { sigmoid, softplus } from "./logistic";
import { Perceptron, type NormalSource } from "./perceptron";

/** Both players' losses: see `nonSaturating` and `saturating` in losses/, which are the same for tensors. */
export type TinyLoss = "non-saturating" | "saturating";

export interface TinyGanOptions {
  /** Sizes of the generator, from 1 to 1: [1, 1] is a z + b. */
  generator: readonly number[];
  /** Sizes of the discriminator, from 1 to 1: [1, 1] has the logit w x + c. */
  discriminator: readonly number[];
  random: NormalSource;
  loss?: TinyLoss;
}

/** The logits' costs as means over a batch, and the mean scores. */
export interface DiscriminatorReport {
  dLoss: number;
  /** Mean of D(x) over the real batch. */
  realScore: number;
  /** Mean of D(G(z)) over the fake batch. */
  fakeScore: number;
}

export class TinyGan {
  readonly generator: Perceptron;
  readonly discriminator: Perceptron;
  loss: TinyLoss;

  constructor({ generator, discriminator, random, loss = "non-saturating" }: TinyGanOptions) {
    this.generator = new Perceptron(generator, random);
    this.discriminator = new Perceptron(discriminator, random);
    this.loss = loss;
  }

  /** x = G(z), one for each z. */
  generate(z: Float64Array): Float64Array {
    return this.generator.run(z);
  }

  /** D(x) = sigmoid(logit), one for each x. */
  scores(x: Float64Array): Float64Array {
    return this.discriminator.run(x).map(sigmoid);
  }

  /**
   * One step of gradient descent on the discriminator's weights; the generator stays as it is.
   *
   *     L_D = mean softplus(-logit(x)) + mean softplus(logit(G(z)))
   */
  discriminatorStep(real: Float64Array, z: Float64Array, rate: number): DiscriminatorReport {
    const { slopes, report } = this.discriminatorSlopes(real, this.generate(z));
    descend(this.discriminator.weights, slopes, rate);
    return report;
  }

  /** The gradient of L_D by the discriminator's weights, and what the discriminator said. */
  discriminatorSlopes(
    real: Float64Array,
    fake: Float64Array,
  ): { slopes: Float64Array; report: DiscriminatorReport } {
    const [onReal, onFake] = [this.discriminator.forward(real), this.discriminator.forward(fake)];
    const [realLogits, fakeLogits] = [onReal.at(-1)!, onFake.at(-1)!];
    // softplus' slope is the sigmoid, so softplus(-a) has the slope -sigmoid(-a) = D - 1.
    const byReal = realLogits.map((a) => (sigmoid(a) - 1) / real.length);
    const byFake = fakeLogits.map((a) => sigmoid(a) / fake.length);
    const slopes = this.discriminator.backward(onReal, byReal).weights;
    this.discriminator.backward(onFake, byFake).weights.forEach((slope, i) => (slopes[i]! += slope));
    const report: DiscriminatorReport = {
      dLoss: mean(realLogits.map((a) => softplus(-a))) + mean(fakeLogits.map(softplus)),
      realScore: mean(realLogits.map(sigmoid)),
      fakeScore: mean(fakeLogits.map(sigmoid)),
    };
    return { slopes, report };
  }

  /** One step of gradient descent on the generator's weights; the discriminator stays as it is. */
  generatorStep(z: Float64Array, rate: number): { gLoss: number } {
    const { slopes, gLoss } = this.generatorSlopes(z);
    descend(this.generator.weights, slopes, rate);
    return { gLoss };
  }

  /**
   * The gradient of L_G by the generator's weights: through the discriminator to the samples, and through the generator
   * to its weights.
   *
   *     non-saturating: L_G = mean softplus(-logit(G(z)))        saturating: L_G = -mean softplus(logit(G(z)))
   */
  generatorSlopes(z: Float64Array): { slopes: Float64Array; gLoss: number } {
    const made = this.generator.forward(z);
    const fake = made.at(-1)!;
    const slopes = this.generator.backward(
      made,
      this.sampleSlopes(fake).map((slope) => slope / z.length),
    ).weights;
    const cost = this.loss === "saturating" ? (a: number) => -softplus(a) : (a: number) => softplus(-a);
    return { slopes, gLoss: mean(this.discriminator.run(fake).map(cost)) };
  }

  /** The slope of each sample's own cost by the sample itself: it moves against it. */
  sampleSlopes(fake: Float64Array): Float64Array {
    const trace = this.discriminator.forward(fake);
    const byLogit = this.loss === "saturating" ? (a: number) => -sigmoid(a) : (a: number) => sigmoid(a) - 1;
    return this.discriminator.backward(trace, trace.at(-1)!.map(byLogit)).inputs;
  }
}

function descend(weights: Float64Array, slopes: Float64Array, rate: number): void {
  for (let i = 0; i < weights.length; i++) weights[i]! -= rate * slopes[i]!;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
