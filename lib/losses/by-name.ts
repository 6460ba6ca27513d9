import { hinge } from "./hinge";
import { leastSquares } from "./least-squares";
import { nonSaturating } from "./non-saturating";
import { saturating } from "./saturating";
import type { GanLoss } from "./types";
import { wasserstein } from "./wasserstein";

/** All losses of the course, by their names. */
export const losses: Readonly<Record<string, GanLoss>> = Object.fromEntries(
  [nonSaturating, saturating, leastSquares, hinge, wasserstein].map((loss) => [loss.name, loss]),
);
