/** What is in a sprite, before it is drawn. */
import type { Rng } from "../../engine/rng";
import { spritePlaces, spriteSizes } from "./vocabulary";
import type { SpriteWord, SpriteWords } from "./vocabulary";

/** All that is known about one sprite. */
export interface SpriteAttributes {
  shape: SpriteWord["shape"];
  colour: SpriteWord["colour"];
  size: SpriteWord["size"];
  place: SpriteWord["place"];
  /** The pattern on the shape. */
  texture: SpriteWord["texture"];
  background: SpriteWord["background"];
  backgroundColour: SpriteWord["backgroundColour"];
  /** Middle of the shape, in pixels to the right of the left edge and below the upper edge. */
  x: number;
  y: number;
  /** Radius of the circle that the shape fits, in pixels. */
  radius: number;
  /** Tangent of half the angle by which the shape is turned clockwise. */
  tilt: number;
}

/** No shape comes nearer to the border than this, in pixels. */
export const spriteMargin = 1;

/**
 * Draws a scene at random: each attribute independently, each word as often as it is listed. Every attribute takes one
 * number from the stream, so that a shorter list for one leaves the others as they are.
 */
export function drawScene(random: Rng, words: SpriteWords, imageSize: number): SpriteAttributes {
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
  const around = (width: number) => (random.uniform() * 2 - 1) * width;

  const shape = pick(words.shape);
  const colour = pick(words.colour);
  const size = pick(words.size);
  const place = pick(words.place);
  const texture = pick(words.texture);
  const background = pick(words.background);
  const backgroundColour = pick(words.backgroundColour);

  const radius = spriteSizes[size] + around(0.5);
  const reach = imageSize / 2 - spriteMargin - radius; // how far the middle may leave the centre
  const [right, down] = spritePlaces[place];
  const x = imageSize / 2 + reach * (0.8 * right + around(0.2));
  const y = imageSize / 2 + reach * (0.8 * down + around(0.2));
  return {
    shape,
    colour,
    size,
    place,
    texture,
    background,
    backgroundColour,
    x,
    y,
    radius,
    tilt: around(0.1),
  };
}

/** "a small red striped star at the top left, on a plain navy background" */
export function describeScene(scene: SpriteAttributes): string {
  const { size, colour, texture, shape, place, background, backgroundColour } = scene;
  const look = texture === "plain" ? `${size} ${colour}` : `${size} ${colour} ${texture}`;
  return `a ${look} ${shape} ${where(place)}, on a ${background} ${backgroundColour} background`;
}

function where(place: SpriteWord["place"]): string {
  if (place === "centre") return "in the centre";
  return place === "left" || place === "right" ? `on the ${place}` : `at the ${place}`;
}
