/** Sprites: small scenes with a known truth, drawn by code from a seed, so that every chapter runs offline. */
import { rng } from "../../engine/rng";
import { checkIndices, checkPositive, makeDataset } from "../dataset";
import type { Dataset } from "../types";
import { drawMask, drawSprite, spriteSize } from "./draw";
import { describeScene, drawScene } from "./scene";
import type { SpriteAttributes } from "./scene";
import { spriteShapes, spriteWords } from "./vocabulary";
import type { SpriteWords } from "./vocabulary";

export interface SpritesOptions {
  /** How many pictures. */
  size?: number;
  seed?: number;
  /**
   * The words that an attribute may take, where not all of `spriteWords` are wanted:
   * `{ size: ["large"], colour: ["red", "red", "blue"] }` draws large shapes only, two in three of them red.
   */
  only?: Partial<SpriteWords>;
}

/** Pictures of one shape each on a background; the class is the shape. */
export interface SpriteDataset extends Dataset {
  /** "a small red star at the top left, on a plain navy background", one for each picture. */
  readonly captions: string[];
  /** What is in picture `index`. */
  readonly attributes: (index: number) => SpriteAttributes;
  /** [32, 32]: 1 where the shape is, 0 where the background is. */
  readonly mask: (index: number) => Uint8Array;
  /** [32, 32]: 1 along the outline of the shape, inside it. */
  readonly edges: (index: number) => Uint8Array;
}

export function sprites({ size = 10_000, seed = 0, only = {} }: SpritesOptions = {}): SpriteDataset {
  checkPositive("sprites: size", size);
  const words = chooseWords(only);
  const random = rng(seed);
  const scene = (index: number) => drawScene(random.stream("sprite", index), words, spriteSize);
  const everyScene = () => Array.from({ length: size }, (_, i) => scene(i));

  const dataset = makeDataset({
    name: "sprites",
    imageShape: [spriteSize, spriteSize, 3],
    size,
    classes: [...spriteShapes],
    labels: Uint8Array.from(everyScene(), ({ shape }) => spriteShapes.indexOf(shape)),
    note: "",
    write: (index, target, offset) => drawSprite(scene(index), target, offset),
  });
  const attributes = (index: number) => {
    checkIndices([index], dataset);
    return scene(index);
  };
  let captions: string[] | undefined;
  return {
    ...dataset,
    attributes,
    get captions() {
      return (captions ??= everyScene().map(describeScene));
    },
    mask: (index) => drawMask(attributes(index)),
    edges: (index) => outline(drawMask(attributes(index))),
  };
}

/** The pixels of a mask that touch, by a side, a pixel outside it. */
function outline(mask: Uint8Array): Uint8Array {
  return mask.map((inside, p) => {
    const neighbours = [mask[p - 1], mask[p + 1], mask[p - spriteSize], mask[p + spriteSize]];
    return inside && neighbours.some((neighbour) => neighbour === 0) ? 1 : 0;
  });
}

function chooseWords(only: Partial<SpriteWords>): SpriteWords {
  for (const [attribute, chosen] of Object.entries(only as Record<string, readonly string[]>)) {
    const known = (spriteWords as Record<string, readonly string[]>)[attribute];
    if (known === undefined) {
      throw new RangeError(
        `sprites: no attribute "${attribute}". Take ${Object.keys(spriteWords).join(", ")}.`,
      );
    }
    const stranger = chosen.find((word) => !known.includes(word));
    if (chosen.length === 0 || stranger !== undefined) {
      const fault = stranger === undefined ? "is an empty list" : `has "${stranger}"`;
      throw new RangeError(`sprites: only.${attribute} ${fault}. Take ${[...new Set(known)].join(", ")}.`);
    }
  }
  return { ...spriteWords, ...only };
}
