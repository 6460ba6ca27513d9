/** The public surface of the course's library: every name that a notebook may import. */

// Engine
export { tf } from "./engine/tf";
export { rng } from "./engine/rng";
export type { Rng } from "./engine/rng";

// Data sets
export type { Batch, BatchOptions, Dataset, ImageShape } from "./datasets/types";

// Losses

// Models
export type { Gan } from "./models/types";
export type { StepReport } from "./models/step-report";

// Training

// Plots

// Metrics
