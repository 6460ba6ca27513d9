/** How much work a chapter does: a check, a lesson, or a night. */

/** "smoke": seconds, for the tests; "short": minutes, in class; "full": hours, overnight or on a GPU. */
export type Preset = "smoke" | "short" | "full";

const PRESETS: readonly Preset[] = ["smoke", "short", "full"];

/**
 * The preset that `GANBOOK_PRESET` names; "short" when it is not set.
 *
 * @throws RangeError when the variable holds anything else.
 */
export function preset(): Preset {
  const name = process.env.GANBOOK_PRESET || "short";
  const found = PRESETS.find((one) => one === name);
  if (found === undefined) {
    throw new RangeError(
      `preset: GANBOOK_PRESET is "${name}". Set it to smoke, short or full, or leave it unset.`,
    );
  }
  return found;
}

/** The value for the preset that is set: `byPreset({ smoke: 20, short: 400, full: 20_000 })`. */
export function byPreset<T>(values: Record<Preset, T>): T {
  return values[preset()];
}
