import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sprites } from "../../../lib/datasets/sprites/sprites";
import type { SpriteDataset, SpritesOptions } from "../../../lib/datasets/sprites/sprites";
import {
  spriteBackgroundColours,
  spriteColours,
  spriteWords,
} from "../../../lib/datasets/sprites/vocabulary";
import type { SpriteWords } from "../../../lib/datasets/sprites/vocabulary";
import { datasetContract } from "../../contracts/dataset";

const width = 32;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

datasetContract("sprites", () => sprites({ size: 100, seed: 5 }));

describe("a seed", () => {
  // The promise of one picture for one seed on every machine. A change of these is a new data set: say so in its card.
  it("means these bytes, captions, masks and edges", () => {
    const set = sprites({ size: 300, seed: 0 });
    expect({
      bytes: sha256(set.bytes(upTo(300))),
      captions: sha256(set.captions.join("\n")),
      masks: sha256(Buffer.concat(upTo(300).map(set.mask))),
      edges: sha256(Buffer.concat(upTo(300).map(set.edges))),
    }).toMatchInlineSnapshot(`
      {
        "bytes": "85b6d9f68ed667244e91732dadea5b4704a89bfa4bcbe9332cd77871d6efcba3",
        "captions": "bd2bb6e0d140290769030b2c41820162cf34bce68bcff748d2c7b71c85144cbd",
        "edges": "a2a367ac5a47bc1b710719906a7d20a3ee943549f8d61dc6c18736b65c8b7778",
        "masks": "1100bf850d6162d5f1d7a05eb09610e92972d29e4bbb9a053e5100b340950778",
      }
    `);
  });

  it("and a place name one picture, however many there are", () => {
    const [few, many] = [sprites({ size: 4, seed: 9 }), sprites({ size: 400, seed: 9 })];
    expect(few.bytes([3])).toEqual(many.bytes([3]));
    expect(few.attributes(3)).toEqual(many.attributes(3));
    expect(sprites({ size: 4, seed: 10 }).bytes([3])).not.toEqual(few.bytes([3]));
  });
});

describe("what is known about a picture", () => {
  const set = sprites({ size: 1000, seed: 2 });

  it("has the shape as its class", () => {
    expect(set.classes).toEqual(["circle", "square", "triangle", "star", "heart", "moon", "ring", "cross"]);
    for (const i of upTo(100)) expect(set.classes[set.labels[i]!]).toBe(set.attributes(i).shape);
  });

  it("is told by its caption, word for word", () => {
    const sentence =
      /^a (small|medium|large) (\w+) (?:(striped|dotted|checked) )?(\w+) (?:at the|on the|in the) ([a-z ]+), on a (\w+) (\w+) background$/;
    for (const i of upTo(set.size)) {
      const { size, colour, texture, shape, place, background, backgroundColour } = set.attributes(i);
      const words = [size, colour, texture, shape, place, background, backgroundColour];
      const match = sentence.exec(set.captions[i]!);
      expect(
        match?.slice(1).map((word) => word ?? "plain"),
        set.captions[i],
      ).toEqual(words);
    }
  });

  it("leaves a border around every shape: nothing is clipped", () => {
    for (const i of upTo(set.size)) {
      const { left, right, top, bottom } = boundsOf(set.mask(i));
      expect(
        Math.min(left, top, width - 1 - right, width - 1 - bottom),
        set.captions[i],
      ).toBeGreaterThanOrEqual(1);
    }
  });

  it("puts the mask where the attributes say", () => {
    for (const i of upTo(set.size)) {
      const { x, y, radius, shape, size } = set.attributes(i);
      const { left, right, top, bottom } = boundsOf(set.mask(i));
      expect(Math.abs((left + right + 1) / 2 - x), shape).toBeLessThan(0.33 * radius);
      expect(Math.abs((top + bottom + 1) / 2 - y), shape).toBeLessThan(0.33 * radius);
      expect(right - left + 1, `${size} ${shape}`).toBeGreaterThan(1.3 * radius);
    }
  });

  it("shows the colour of the shape inside the mask, and the background's outside", () => {
    const only: Partial<SpriteWords> = {
      shape: ["circle", "square", "heart"], // with room inside for whole pixels
      texture: ["plain"],
      background: ["plain"],
    };
    const plain = sprites({ size: 200, seed: 3, only });
    for (const i of upTo(plain.size)) {
      const { colour, backgroundColour } = plain.attributes(i);
      const [dark, light] = spriteBackgroundColours[backgroundColour];
      const between = dark.map((channel, c) => Math.floor((channel + light[c]!) / 2 + 0.5));
      expect(commonest(plain, i, 0), plain.captions[i]).toEqual(between);
      expect(commonest(plain, i, 1), plain.captions[i]).toEqual([...spriteColours[colour]]);
    }
  });

  it("draws edges one pixel wide along the inside of the mask", () => {
    for (const i of upTo(50)) {
      const mask = set.mask(i);
      const at = (x: number, y: number) => mask[y * width + x] ?? 0;
      const expected = upTo(width * width).map((p) => {
        const [x, y] = [p % width, Math.floor(p / width)];
        const around = at(x + 1, y) + at(x - 1, y) + at(x, y + 1) + at(x, y - 1);
        return at(x, y) === 1 && around < 4 ? 1 : 0;
      });
      expect([...set.edges(i)]).toEqual(expected);
    }
  });

  it.each(["mask", "edges", "attributes"] as const)("%s refuses a place that is not there", (method) => {
    expect(() => set[method](1000)).toThrow(/from 0 to 999/);
    expect(() => set[method](-1)).toThrow(RangeError);
  });
});

describe("words", () => {
  const set = sprites({ size: 9000, seed: 4 });
  const scenes = upTo(set.size).map(set.attributes);

  it.each(Object.keys(spriteWords) as (keyof SpriteWords)[])(
    "of %s come as often as they are listed",
    (attribute) => {
      const listed = spriteWords[attribute] as readonly string[];
      const chiSquare = [...new Set(listed)].reduce((sum, word) => {
        const expected = (set.size * listed.filter((other) => other === word).length) / listed.length;
        return sum + (scenes.filter((scene) => scene[attribute] === word).length - expected) ** 2 / expected;
      }, 0);
      expect(chiSquare).toBeLessThan(26.1); // p = 0.001 for the 8 degrees of freedom of place; fewer elsewhere
    },
  );

  it("for shape and colour are independent of each other", () => {
    const expected = set.size / 64;
    let chiSquare = 0;
    for (const shape of spriteWords.shape) {
      for (const colour of spriteWords.colour) {
        const seen = scenes.filter((scene) => scene.shape === shape && scene.colour === colour).length;
        chiSquare += (seen - expected) ** 2 / expected;
      }
    }
    expect(chiSquare).toBeLessThan(103.4); // 63 degrees of freedom, p = 0.001
  });

  it("can be chosen, and how often each comes; the rest of the picture stays", () => {
    const chosen = sprites({ size: 3000, seed: 4, only: { colour: ["red", "red", "blue"] } });
    const reds = upTo(3000).filter((i) => chosen.attributes(i).colour === "red").length;
    expect(Math.abs(reds - 2000)).toBeLessThan(85); // 3.3 standard deviations
    for (const i of upTo(100))
      expect({ ...chosen.attributes(i), colour: scenes[i]!.colour }).toEqual(scenes[i]);
  });

  it.each([
    [{ only: { shape: [] } }, /only.shape is an empty list/],
    [{ only: { colour: ["red", "mauve"] } }, /only.colour has "mauve". Take red, orange/],
    [{ only: { colours: ["red"] } }, /no attribute "colours". Take shape, colour/],
    [{ size: 0 }, /size is 0/],
    [{ size: 1.5 }, /size is 1.5/],
    [{ seed: -1 }, /seed is -1/],
  ])("refuses %o", (options, message) => {
    expect(() => sprites(options as SpritesOptions)).toThrow(message);
  });
});

function boundsOf(mask: Uint8Array) {
  const inside = [...mask.keys()].filter((p) => mask[p] === 1);
  const columns = inside.map((p) => p % width);
  const rows = inside.map((p) => Math.floor(p / width));
  return {
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
  };
}

/** The commonest colour where the mask has this value. */
function commonest(set: SpriteDataset, index: number, maskValue: number): number[] {
  const bytes = set.bytes([index]);
  const mask = set.mask(index);
  const counts = new Map<string, number>();
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== maskValue) continue;
    const colour = bytes.subarray(3 * p, 3 * p + 3).join();
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const [colour] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  return colour.split(",").map(Number);
}
