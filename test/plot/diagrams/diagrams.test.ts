/** The chapter's drawings: the numbers that they show are the right ones, and they can be read without eyes. */
import { Script } from "node:vm";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Figure } from "../../../lib/plot/figure";
import { chainDiagram } from "../../../lib/plot/diagrams/chain-diagram";
import { gameBoard, gameFilm } from "../../../lib/plot/diagrams/game-board";
import { latentPad } from "../../../lib/plot/diagrams/latent-pad";
import { networkShapes } from "../../../lib/plot/diagrams/network-shapes";
import { numberGrids } from "../../../lib/plot/diagrams/number-grids";
import { svgFigure } from "../../../lib/plot/diagrams/svg-figure";
import { table } from "../../../lib/plot/diagrams/table";
import { convolutionWalk, stampWalk } from "../../../lib/plot/diagrams/walk";

const part = (figure: Figure, type: string) => figure.bundle[type] as string;
const markupOf = (figure: Figure) => part(figure, "text/html");
/** The drawings that lie in the page as data addresses. */
const drawings = (page: string) =>
  [...page.matchAll(/data:image\/svg\+xml;base64,([^"]+)/g)].map((match) =>
    Buffer.from(match[1]!, "base64").toString(),
  );
const wordsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);

describe("numberGrids", () => {
  it("writes each number into its square, in order, under the title", () => {
    const figure = numberGrids([{ title: "a < b", values: [[1, -2], [0.25, 4]] }], { alt: "Four numbers." }); // prettier-ignore
    const svg = part(figure, "image/svg+xml");
    expect(wordsOf(svg)).toEqual(["a &lt; b", "1", "−2", "0.3", "4"]);
    expect(markupOf(figure)).toContain('alt="Four numbers."');
  });

  it("refuses ragged rows and an empty description", () => {
    expect(() => numberGrids([{ title: "a", values: [[1], [1, 2]] }], { alt: "x" })).toThrow(/rectangle/);
    expect(() => numberGrids([{ title: "a", values: [[1]] }], { alt: " " })).toThrow(/alt is empty/);
  });
});

describe("walks", () => {
  const picture = Array.from({ length: 6 }, () => [0, 0, 0, 1, 1, 1]);
  const kernel = [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]; // prettier-ignore

  it("a convolution has a stop for each number of its result, with the right sum", () => {
    const figure = convolutionWalk({ input: picture, kernel, stride: 2, padding: "same", alt: "A walk." });
    const [, ...stops] = drawings(markupOf(figure));
    expect(stops.length).toBe(9);
    for (const stop of stops) {
      const [terms, sum] = wordsOf(stop)[0]!.split(" = ");
      const products = terms!.split(" + ").map((term) => {
        const [a, b] = term.split("·").map((part) => Number(part.replace(/[()]/g, "").replace("−", "-")));
        return a! * b!;
      });
      expect(products.length).toBe(9);
      expect(products.reduce((a, b) => a + b, 0)).toBe(Number(sum!.replace("−", "-")));
    }
    expect(markupOf(figure)).toContain('max="8"');
  });

  it("stamps have a stop for each number of the input", () => {
    const figure = stampWalk({ input: [[1, 2], [3, 4]], kernel, stride: 2, alt: "Stamps." }); // prettier-ignore
    expect(
      drawings(markupOf(figure))
        .slice(1)
        .map((svg) => wordsOf(svg)[0]),
    ).toEqual([1, 2, 3, 4].map((value) => `${value} stamps ${value} × the kernel here`));
  });
});

describe("latentPad", () => {
  it("puts picture r * side + c at row r and column c of the map", async () => {
    const colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]; // prettier-ignore
    const bytes = Uint8Array.from(
      colours.flatMap((colour) => Array.from({ length: 64 }, () => colour).flat()),
    );
    const figure = await latentPad({ bytes, shape: [4, 8, 8, 3] }, { alt: "Four colours." });
    const [, file] = /data:image\/webp;base64,([^"]+)/.exec(markupOf(figure))!;
    const { data } = await sharp(Buffer.from(file!, "base64"))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    [
      [4, 4],
      [4, 12],
      [12, 4],
      [12, 12],
    ].forEach(([row, column], i) => {
      // prettier-ignore
      const point = [...data.subarray((row! * 16 + column!) * 3, (row! * 16 + column!) * 3 + 3)];
      point.forEach((value, channel) => expect(Math.abs(value - colours[i]![channel]!)).toBeLessThan(12));
    });
  });

  it("works with the keyboard, describes itself, and refuses a number of pictures that is no square", async () => {
    const pad = markupOf(
      await latentPad({ bytes: new Uint8Array(4 * 48), shape: [4, 4, 4, 3] }, { alt: "A map." }),
    );
    expect(pad.match(/type="range"/g)?.length).toBe(2);
    expect(pad).toContain('aria-label="A map."');
    await expect(
      latentPad({ bytes: new Uint8Array(3 * 48), shape: [3, 4, 4, 3] }, { alt: "x" }),
    ).rejects.toThrow(/square/);
  });

  it("has a script that a browser can read", async () => {
    const pad = markupOf(
      await latentPad({ bytes: new Uint8Array(4 * 48), shape: [4, 4, 4, 3] }, { alt: "A map." }),
    );
    const script = /<script>([\s\S]*)<\/script>/.exec(pad)![1]!;
    expect(() => new Script(script)).not.toThrow();
  });
});

describe("table", () => {
  const rows = [
    { name: "a & b", count: 1234, holds: true },
    { name: "c", count: 5, holds: false },
  ];

  it("gives HTML and aligned text with the same cells, numbers to the right", () => {
    const figure = table(rows, { caption: "Two rows." });
    expect(part(figure, "text/plain").split("\n")).toEqual([
      "Two rows.",
      "",
      "name   count  holds",
      "a & b  1,234  yes",
      "c          5  no", // prettier-ignore
    ]);
    expect(markupOf(figure)).toContain("a &amp; b");
    expect(markupOf(figure)).toMatch(/<td style="text-align:right[^"]*">1,234<\/td>/);
    expect(markupOf(figure)).toMatch(/<caption[^>]*>Two rows\.<\/caption>/);
  });

  it("refuses no rows", () => expect(() => table([], { caption: "x" })).toThrow(/no rows/));
});

describe("networkShapes and svgFigure", () => {
  it("names each block by its shape and each arrow by its layers", () => {
    const blocks = [
      { title: "z", shape: [100], next: "dense\nnorm" },
      { title: "picture", shape: [32, 32, 3] },
    ];
    const figure = networkShapes(blocks, { alt: "Two blocks." });
    expect(wordsOf(part(figure, "image/svg+xml")).sort()).toEqual(
      ["z", "100", "dense", "norm", "picture", "32 × 32 × 3"].sort(),
    );
  });

  it("refuses markup that a page could not show by itself", () => {
    expect(() => svgFigure("<svg></svg>", "x")).toThrow(/xmlns/);
  });
});

describe("chainDiagram", () => {
  const values = [
    { name: "w", value: 0.8, slope: -1.25 },
    { name: "loss", value: 2, slope: 1 },
  ];

  it("writes each value with its slope, and each step with its formula and its own slope", () => {
    const figure = chainDiagram(values, [{ formula: "w x", local: "x = 3" }], { alt: "A chain." });
    expect(wordsOf(part(figure, "image/svg+xml"))).toEqual([
      "w = 0.8",
      "slope −1.25",
      "loss = 2",
      "slope 1",
      "w x",
      "times x = 3",
    ]);
  });

  it("refuses steps that do not fit the values", () => {
    expect(() => chainDiagram(values, [], { alt: "x" })).toThrow(/one value more/);
  });
});

describe("gameBoard and gameFilm", () => {
  const view = {
    grid: [0, 1, 2],
    real: [0, 1, 0],
    fake: [1, 0, 0],
    scores: [0, 0.5, 1],
    samples: [{ x: 0, push: 1 }],
  };

  it("names its curves and its title", () => {
    const words = wordsOf(part(gameBoard(view, { alt: "A game.", title: "The start" }), "image/svg+xml"));
    for (const word of ["The start", "real", "generated", "D(x)"]) expect(words).toContain(word);
  });

  it("makes a film with one frame for each view", async () => {
    const film = await gameFilm([{ view, caption: "step 1" }, { view, caption: "step 2" }], { alt: "Two." }); // prettier-ignore
    expect(markupOf(film)).toContain('max="1"');
    expect(markupOf(film)).toContain("step 2");
  });
});
