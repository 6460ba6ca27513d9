/** Turns a scene into pixels, edges smoothed by how much of a pixel the shape covers. */
import { clamp, length, spriteDistances } from "./shapes";
import type { SpriteAttributes } from "./scene";
import { spriteBackgroundColours, spriteColours } from "./vocabulary";
import type { SpriteWord } from "./vocabulary";

export const spriteSize = 32;

/** Covers pixel (x, y) of a scene: how deep inside the shape its middle is, in pixels, and where in the shape. */
type Visit = (pixel: number, depth: number, local: { u: number; v: number }) => void;

/** Writes the picture of a scene to `target` from `offset` on, as [32, 32, 3] bytes. */
export function drawSprite(scene: SpriteAttributes, target: Uint8Array, offset: number): void {
  drawBackground(scene, target, offset);
  const [red, green, blue] = spriteColours[scene.colour];
  const pattern = patterns[scene.texture];
  visitShape(scene, (pixel, depth, { u, v }) => {
    const cover = clamp(0.5 + depth);
    const rim = 1 - 0.45 * (1 - clamp(depth - 0.4)); // a darker line along the edge
    const light = rim * (1 - 0.2 * pattern(u * scene.radius, v * scene.radius));
    const at = offset + 3 * pixel;
    target[at] = mix(target[at]!, red * light, cover);
    target[at + 1] = mix(target[at + 1]!, green * light, cover);
    target[at + 2] = mix(target[at + 2]!, blue * light, cover);
  });
}

/** 1 where the shape covers at least half of the pixel, else 0: [32, 32]. */
export function drawMask(scene: SpriteAttributes): Uint8Array {
  const mask = new Uint8Array(spriteSize * spriteSize);
  visitShape(scene, (pixel, depth) => {
    if (depth >= 0) mask[pixel] = 1;
  });
  return mask;
}

function visitShape(scene: SpriteAttributes, visit: Visit): void {
  const { x, y, radius, tilt } = scene;
  const distance = spriteDistances[scene.shape];
  const cos = (1 - tilt * tilt) / (1 + tilt * tilt);
  const sin = (2 * tilt) / (1 + tilt * tilt);
  const [left, right] = [Math.floor(x - radius) - 1, Math.ceil(x + radius) + 1];
  const [top, bottom] = [Math.floor(y - radius) - 1, Math.ceil(y + radius) + 1];
  const local = { u: 0, v: 0 };
  for (let row = Math.max(top, 0); row < Math.min(bottom, spriteSize); row++) {
    for (let column = Math.max(left, 0); column < Math.min(right, spriteSize); column++) {
      const dx = (column + 0.5 - x) / radius;
      const dy = (row + 0.5 - y) / radius;
      local.u = cos * dx + sin * dy;
      local.v = cos * dy - sin * dx;
      const depth = -distance(local.u, local.v) * radius;
      if (depth > -0.5) visit(row * spriteSize + column, depth, local);
    }
  }
}

function drawBackground(scene: SpriteAttributes, target: Uint8Array, offset: number): void {
  const [dark, light] = spriteBackgroundColours[scene.backgroundColour];
  const tone = tones[scene.background];
  for (let row = 0; row < spriteSize; row++) {
    for (let column = 0; column < spriteSize; column++, offset += 3) {
      const t = tone(column + 0.5, row + 0.5);
      for (let c = 0; c < 3; c++) target[offset + c] = mix(dark[c]!, light[c]!, t);
    }
  }
}

/** How much of the lighter tone is at (x, y): 0 to 1. */
const tones: Record<SpriteWord["background"], (x: number, y: number) => number> = {
  plain: () => 0.5,
  shaded: (_, y) => 1 - y / spriteSize,
  split: (_, y) => clamp(20.5 - y),
  striped: (x, y) => 0.2 + 0.6 * clamp(0.5 + (triangleWave((x + y) / 8) - 0.25) * 6),
  dotted: (x, y) => {
    return 0.2 + 0.6 * clamp(2.5 - length(period(x, 8) - 4, period(y, 8) - 4));
  },
};

/** Strength of the pattern on a shape, 0 to 1, at (a, b) pixels from its middle. */
const patterns: Record<SpriteWord["texture"], (a: number, b: number) => number> = {
  plain: () => 0,
  striped: (a, b) => clamp(0.5 + (triangleWave((a - b) / 6) - 0.25) * 6),
  dotted: (a, b) => clamp(1.7 - length(period(a + 2, 4) - 2, period(b + 2, 4) - 2)),
  checked: (a, b) => (Math.floor(a / 3) + Math.floor(b / 3)) & 1,
};

/** t less the whole periods in it: 0 up to `size`. */
function period(t: number, size: number): number {
  return t - Math.floor(t / size) * size;
}

/** Goes 1/2, 0, 1/2 as t goes through one period of 1. */
function triangleWave(t: number): number {
  return Math.abs(period(t, 1) - 0.5);
}

/** A byte between two bytes. */
function mix(from: number, to: number, part: number): number {
  return Math.floor(from + (to - from) * part + 0.5);
}
