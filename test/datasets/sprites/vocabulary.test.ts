/** Colours must stay apart for readers who are blind to red, green or blue. */
import { describe, expect, it } from "vitest";
import { spriteBackgroundColours, spriteColours } from "../../../lib/datasets/sprites/vocabulary";
import type { Colour } from "../../../lib/datasets/sprites/vocabulary";

type Triple = [number, number, number];

/** Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009. */
const eyes: Record<string, Triple[]> = {
  typical: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe.each(Object.keys(eyes))("for %s eyes", (eye) => {
  const seen = (colour: Colour) => toLab(colour, eyes[eye]!);

  it("any two colours of shapes are far apart (CIE 1976 difference over 18)", () => {
    const names = Object.keys(spriteColours) as (keyof typeof spriteColours)[];
    for (const a of names) {
      for (const b of names) {
        if (a < b)
          expect(apart(seen(spriteColours[a]), seen(spriteColours[b])), `${a}, ${b}`).toBeGreaterThan(18);
      }
    }
  });

  it("every shape stands out from every background (over 12; its dark rim adds to that)", () => {
    for (const [name, colour] of Object.entries(spriteColours)) {
      for (const [ground, tones] of Object.entries(spriteBackgroundColours)) {
        const nearest = Math.min(...tones.map((tone) => apart(seen(colour), seen(tone))));
        expect(nearest, `${name} on ${ground}`).toBeGreaterThan(12);
      }
    }
  });
});

function apart(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** CIE L*a*b*, white point D65, of an sRGB colour seen through a matrix over linear light. */
function toLab(colour: Colour, matrix: Triple[]): Triple {
  const light = colour.map((byte) =>
    byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
  );
  const [r, g, b] = matrix.map((row) =>
    row.reduce((sum, weight, c) => sum + weight * light[c]!, 0),
  ) as Triple;
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
