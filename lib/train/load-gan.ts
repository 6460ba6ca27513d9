/** Networks from a run's folder, ready to sample or to train further. */
import { rebuildGan } from "../models/rebuild";
import type { Gan } from "../models/types";
import { namedWeights, assignWeights } from "../nn/weights";
import { CheckpointError, loadCheckpoint } from "./checkpoint";
import type { RunIdentity } from "./checkpoint";
import { ganWeights } from "./run";

export interface LoadedGan {
  gan: Gan;
  /** Steps that its weights were trained. */
  step: number;
  identity: RunIdentity;
  /** Whether the generator has the averaged weights. */
  isAveraged: boolean;
}

/**
 * Builds the networks of a run again and gives them the weights of its newest checkpoint; `gan.dispose()` frees them.
 *
 * @param weights "average" takes the moving average for the generator, "last" the weights of the last step; without it
 *                the average is taken where the run kept one.
 * @throws CheckpointError when there is no checkpoint, it is damaged, or it has no average and "average" was asked for.
 */
export async function loadGan(
  dir: string,
  { weights }: { weights?: "average" | "last" } = {},
): Promise<LoadedGan> {
  const checkpoint = await loadCheckpoint(dir);
  if (checkpoint === undefined) {
    throw new CheckpointError(
      `There is no checkpoint in ${dir}. Give the folder that a run was told to write to.`,
    );
  }
  const { step, identity, tensors, path } = checkpoint;
  const averages = new Map(
    [...tensors]
      .filter(([name]) => name.startsWith("average/"))
      .map(([name, array]) => [name.slice(8), array]),
  );
  if (weights === "average" && averages.size === 0) {
    throw new CheckpointError(`${path} has no moving average: its run was trained without one.`);
  }
  const isAveraged = weights !== "last" && averages.size > 0;
  const gan = rebuildGan(identity.model);
  assignWeights(ganWeights(gan), tensors);
  if (isAveraged) assignWeights(namedWeights(gan.generator, "generator"), averages);
  return { gan, step, identity, isAveraged };
}
