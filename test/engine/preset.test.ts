import { afterEach, expect, it } from "vitest";
import { byPreset, preset } from "../../lib/engine/preset";

const before = process.env.GANBOOK_PRESET;
afterEach(() => {
  if (before === undefined) delete process.env.GANBOOK_PRESET;
  else process.env.GANBOOK_PRESET = before;
});

it("reads GANBOOK_PRESET, and is short without it", () => {
  delete process.env.GANBOOK_PRESET;
  expect(preset()).toBe("short");
  process.env.GANBOOK_PRESET = "";
  expect(preset()).toBe("short");
  process.env.GANBOOK_PRESET = "smoke";
  expect(preset()).toBe("smoke");
  expect(byPreset({ smoke: 1, short: 2, full: 3 })).toBe(1);
});

it("says what to set when the name is wrong", () => {
  process.env.GANBOOK_PRESET = "fast";
  expect(() => preset()).toThrow('GANBOOK_PRESET is "fast". Set it to smoke, short or full');
});
