/** The words of the sprites and what they stand for. A caption uses these words; an attribute is one of them. */

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export const spriteShapes = [
  "circle",
  "square",
  "triangle",
  "star",
  "heart",
  "moon",
  "ring",
  "cross",
] as const;

/** Chosen to differ in lightness too, so that a reader who is blind to red, green or blue tells any two apart. */
export const spriteColours = {
  red: [205, 40, 42],
  orange: [246, 140, 28],
  yellow: [250, 226, 72],
  green: [0, 155, 104],
  cyan: [92, 205, 250],
  blue: [52, 100, 236],
  pink: [255, 178, 188],
  white: [250, 250, 250],
} as const satisfies Record<string, Colour>;

/** Radius of the circle that a shape fits, in pixels; the drawn one differs by up to half a pixel. */
export const spriteSizes = { small: 6.5, medium: 8.75, large: 11 } as const;

/** Where the shape sits: -1, 0 or 1 to the right and down. */
export const spritePlaces = {
  "top left": [-1, -1],
  top: [0, -1],
  "top right": [1, -1],
  left: [-1, 0],
  centre: [0, 0],
  right: [1, 0],
  "bottom left": [-1, 1],
  bottom: [0, 1],
  "bottom right": [1, 1],
} as const;

export const spriteTextures = ["plain", "striped", "dotted", "checked"] as const;
export const spriteBackgrounds = ["plain", "shaded", "split", "striped", "dotted"] as const;

/** The darker and the lighter tone of each background: close together, so that the shape stands out. */
export const spriteBackgroundColours = {
  navy: [
    [26, 34, 74],
    [44, 58, 108],
  ],
  plum: [
    [70, 32, 74],
    [100, 54, 102],
  ],
  forest: [
    [24, 60, 46],
    [44, 88, 66],
  ],
  sand: [
    [200, 176, 130],
    [220, 198, 156],
  ],
  mist: [
    [136, 156, 178],
    [162, 180, 198],
  ],
} as const satisfies Record<string, readonly [Colour, Colour]>;

/** One word for each attribute. */
export interface SpriteWord {
  shape: (typeof spriteShapes)[number];
  colour: keyof typeof spriteColours;
  size: keyof typeof spriteSizes;
  place: keyof typeof spritePlaces;
  texture: (typeof spriteTextures)[number];
  background: (typeof spriteBackgrounds)[number];
  backgroundColour: keyof typeof spriteBackgroundColours;
}

/** The words that each attribute may take; one that is listed twice comes twice as often. */
export type SpriteWords = { readonly [A in keyof SpriteWord]: readonly SpriteWord[A][] };

/** What sprites are made of unless you say otherwise: half of the shapes and a third of the backgrounds are plain. */
export const spriteWords: SpriteWords = {
  shape: spriteShapes,
  colour: wordsOf(spriteColours),
  size: wordsOf(spriteSizes),
  place: wordsOf(spritePlaces),
  texture: ["plain", "plain", ...spriteTextures],
  background: ["plain", ...spriteBackgrounds],
  backgroundColour: wordsOf(spriteBackgroundColours),
};

function wordsOf<K extends string>(meanings: Record<K, unknown>): K[] {
  return Object.keys(meanings) as K[];
}
