import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { pngBytes } from "../../lib/plot/figure";
import { comparisonGrid, sampleGrid } from "../../lib/plot/sample-grid";
import type { PictureBytes } from "../../lib/plot/pictures";

/** Pictures of one colour each. */
function flat(colors: number[][], [height, width]: [number, number]): PictureBytes {
  const bytes = Uint8Array.from(
    colors.flatMap((color) => Array.from({ length: height * width }, () => color).flat()),
  );
  return { bytes, shape: [colors.length, height, width, colors[0]!.length] };
}

async function pixelsOf(figure: Awaited<ReturnType<typeof sampleGrid>>) {
  const { data, info } = await sharp(pngBytes(figure)).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * info.channels).subarray(0, 3),
  ];
  return { at, width: info.width, height: info.height };
}

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];

describe("sampleGrid", () => {
  it("puts pictures row by row, enlarged, with a white gap", async () => {
    const figure = await sampleGrid(flat([RED, GREEN, BLUE], [2, 3]), {
      alt: "Three",
      columns: 2,
      scale: 4,
      gap: 2,
    });
    const { at, width, height } = await pixelsOf(figure);
    expect([width, height]).toEqual([8 + 12 + 2 + 12 + 8, 8 + 8 + 2 + 8 + 8]);
    expect([at(8, 8), at(19, 15)]).toEqual([RED, RED]);
    expect([at(20, 8), at(21, 15)]).toEqual([WHITE, WHITE]); // the gap
    expect([at(22, 8), at(33, 15)]).toEqual([GREEN, GREEN]);
    expect([at(8, 18), at(19, 25)]).toEqual([BLUE, BLUE]);
    expect(at(25, 20)).toEqual(WHITE); // no fourth picture
  });

  it("enlarges by nearest neighbour: no mixed colours", async () => {
    const picture: PictureBytes = { bytes: Uint8Array.from([0, 255]), shape: [1, 1, 2, 1] };
    const { at } = await pixelsOf(await sampleGrid(picture, { alt: "Black, white", scale: 5, margin: 0 }));
    expect(Array.from({ length: 10 }, (_, x) => at(x, 2)[0])).toEqual([
      0, 0, 0, 0, 0, 255, 255, 255, 255, 255,
    ]);
  });

  it("maps [-1, 1] to 0 .. 255, cuts off the rest, and leaves the tensor alone", async () => {
    const values = tf.tensor4d([-1, 0, 1, -3, 0.5, 7], [1, 1, 2, 3]);
    const { at } = await pixelsOf(await sampleGrid(values, { alt: "Two pixels", scale: 1, margin: 0 }));
    expect(at(0, 0)).toEqual([0, 128, 255]);
    expect(at(1, 0)).toEqual([0, 191, 255]);
    expect(values.isDisposed).toBe(false);
    values.dispose();
  });

  it("gives JupyterLab an alt text and others a PNG", async () => {
    const { bundle } = await sampleGrid(flat([RED], [2, 2]), { alt: 'A "red" picture' });
    expect(bundle["text/html"]).toContain('alt="A &quot;red&quot; picture"');
    expect(bundle["text/plain"]).toBe('A "red" picture');
    const webp = Buffer.from(/base64,([^"]+)"/.exec(String(bundle["text/html"]))![1]!, "base64");
    const same = await Promise.all(
      [webp, pngBytes({ kind: "image", alt: "-", bundle })].map((file) =>
        sharp(file).removeAlpha().raw().toBuffer(),
      ),
    );
    expect(same[0]!.equals(same[1]!)).toBe(true);
  });

  it("writes titles, labels and row captions as text", async () => {
    const plain = await pixelsOf(await sampleGrid(flat([RED, GREEN], [8, 8]), { alt: "Two", scale: 4 }));
    const options = { alt: "Two", scale: 4, title: "Title", labels: ["one", "<two>"], rowCaptions: ["row"] };
    const worded = await pixelsOf(await sampleGrid(flat([RED, GREEN], [8, 8]), options));
    expect(worded.height).toBe(plain.height + 26 + 20);
    expect(worded.width).toBeGreaterThan(plain.width + 3 * 7);
  });

  it.each([
    { shape: [0, 2, 2, 3], bytes: new Uint8Array(0) },
    { shape: [1, 2, 2, 2], bytes: new Uint8Array(8) },
    { shape: [1, 2, 2, 3], bytes: new Uint8Array(11) },
  ])("refuses $shape", async (pictures) => {
    await expect(sampleGrid(pictures as PictureBytes, { alt: "x" })).rejects.toThrow(RangeError);
  });
});

describe("comparisonGrid", () => {
  it("starts each row's pictures on a line of their own", async () => {
    const rows = [
      { caption: "", images: flat([RED, RED, RED], [1, 1]) },
      { caption: "", images: flat([BLUE], [1, 1]) },
    ];
    const { at, height } = await pixelsOf(
      await comparisonGrid(rows, { alt: "x", columns: 2, scale: 1, gap: 0, margin: 0 }),
    );
    expect(height).toBe(3);
    expect([at(0, 0), at(1, 0), at(0, 1), at(1, 1), at(0, 2), at(1, 2)]).toEqual([
      RED,
      RED,
      RED,
      WHITE,
      BLUE,
      WHITE,
    ]);
  });

  it("refuses pictures of two sizes", async () => {
    const rows = [
      { caption: "a", images: flat([RED], [2, 2]) },
      { caption: "b", images: flat([RED], [4, 4]) },
    ];
    await expect(comparisonGrid(rows, { alt: "x" })).rejects.toThrow(/row "b" are \[4, 4, 3\]/);
  });
});
