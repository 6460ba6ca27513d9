import { buildDcgan } from "./dcgan";
import type { DcganOptions } from "./dcgan";
import type { Gan, GanDescription } from "./types";

const builders: Record<string, (options: never) => Gan> = {
  dcgan: (options: DcganOptions) => buildDcgan(options),
};

/**
 * Builds the networks of a description, with the first weights that its seed gives.
 *
 * @throws RangeError when no builder has that name.
 */
export function rebuildGan({ model, options }: GanDescription): Gan {
  const build = builders[model];
  if (build === undefined) {
    throw new RangeError(`There is no model "${model}". Known: ${Object.keys(builders).join(", ")}.`);
  }
  return build(options as never);
}
