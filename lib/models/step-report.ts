/** What training says after each step; the curves in `plot/` draw a list of these. */
export interface StepReport {
  /** Steps done, from 1. */
  step: number;
  /** Steps asked for. */
  steps: number;
  /** Passes over the data, with its fraction. */
  epoch: number;
  dLoss: number;
  gLoss: number;
  /** Mean of D(x) over the real batch: a probability, sigmoid of the logits. */
  realScore: number;
  /** Mean of D(G(z)) over the fake batch that the discriminator saw. */
  fakeScore: number;
  imagesPerSecond: number;
  elapsedSeconds: number;
  secondsLeft: number;
}
