import type { Dataset } from "../../datasets/types";
import type { StepReport } from "../../models/step-report";
import type { Gan } from "../../models/types";
import { repairsOf } from "./defects";
import type { Defect, Repairs } from "./defects";

/** What the listing can be told. Numbers that are left out are the article's. */
export interface ListingOptions {
  /** The defects that are mended; all others are as in the article. */
  repaired?: readonly Defect[];
  /** The data set at a path; called without a path, the one that a library brings along (the article's `load_data()`). */
  load: (path?: string) => Dataset | Promise<Dataset>;
  dataPath?: string;
  /** Rounds of the loop: one batch each, or one pass over the data each where "one-batch-epochs" is repaired. */
  epochs?: number;
  batchSize?: number;
  latentSize?: number;
  learningRate?: number;
  /** Channels of the layer beside the pictures. */
  width?: number;
  imageShape?: [number, number, number];
  seed: number;
  /** Where the picture goes when it is saved, a .png. */
  saveAs?: string;
  /** Run the step as one TensorFlow graph, as in `train`. */
  compile?: boolean;
  /** Called with the networks before the first step. */
  prepare?: (gan: Gan) => void;
  /** Called after each batch, and awaited. Where the generator is not trained, `gLoss` is what its "step" reported. */
  onStep?: (report: StepReport) => void | Promise<void>;
  /** Ends the run after the current step, as the Stop button does. */
  signal?: AbortSignal;
}

type Optional = "saveAs" | "signal";

export type ListingSettings = Required<Omit<ListingOptions, Optional | "repaired">> &
  Pick<ListingOptions, Optional> & { repaired: Repairs };

/** @throws RangeError when a number is out of its range or a defect has no such name. */
export function listingSettings({ repaired = [], ...options }: ListingOptions): ListingSettings {
  const settings: ListingSettings = {
    dataPath: "path/to/data",
    epochs: 100,
    batchSize: 64,
    latentSize: 100,
    learningRate: 1e-4,
    width: 64,
    imageShape: [32, 32, 3],
    compile: false,
    prepare: () => {},
    onStep: () => {},
    ...options,
    repaired: repairsOf(repaired),
  };
  for (const name of ["epochs", "batchSize"] as const) {
    if (Number.isInteger(settings[name]) && settings[name] >= 1) continue;
    throw new RangeError(`listing: ${name} is ${settings[name]}. Give a whole number, 1 or more.`);
  }
  return settings;
}
