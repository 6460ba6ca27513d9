import { describe, expect, it } from "vitest";
import { pointPictures } from "../../lib/plot/point-pictures";

const at = ({ bytes, shape }: ReturnType<typeof pointPictures>, k: number, row: number, column: number) =>
  bytes[(k * shape[1] + row) * shape[2] + column]!;

describe("pointPictures", () => {
  it("puts x to the right and y up, and leaves the rest white", () => {
    const pictures = pointPictures([[[2.9, 2.9]], [[-2.9, -2.9], [0.1, 5]]], { size: 6 }); // prettier-ignore
    expect(pictures.shape).toEqual([2, 6, 6, 1]);
    expect(at(pictures, 0, 0, 5)).toBeLessThan(200);
    expect(at(pictures, 1, 5, 0)).toBeLessThan(200);
    expect(pictures.bytes.filter((value) => value < 255).length).toBe(2);
  });

  it("is darker where there are more points, by share and not by number", () => {
    const cloud = (times: number) =>
      Array.from({ length: 100 * times }, (_, i): [number, number] => [i % 100 < 50 ? 1 : -1, 0]);
    const few = pointPictures([cloud(1)], { size: 6 });
    const many = pointPictures([cloud(40)], { size: 6 });
    expect(at(few, 0, 2, 4)).toBeLessThan(20);
    expect(Math.abs(at(few, 0, 2, 4) - at(many, 0, 2, 4))).toBeLessThan(20);
  });

  it("draws marks under the points", () => {
    const marked = pointPictures([[[2.9, 2.9]]], { size: 12, marks: [[0.1, 0.1]] });
    expect(marked.bytes.filter((value) => value === 215).length).toBe(5);
  });
});
