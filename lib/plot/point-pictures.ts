/** Clouds of points as small grey pictures, so that many of them stand in one grid or film. */
import type { PictureBytes } from "./pictures";

export interface PointPictureOptions {
  /** The picture shows the square from -reach to reach, along both axes. */
  reach?: number;
  /** Pixels along each side. */
  size?: number;
  /** Marked by small crosses, such as the centres that should be reached. */
  marks?: readonly (readonly [number, number])[];
}

/** So many points of a cloud make a pixel nearly black, whatever the size of the cloud. */
const SHARE_OF_BLACK = 0.004;
const GREY_OF_MARKS = 190;

/**
 * One picture for each cloud, white where no point is and darker where there are more; y points up. Points outside are
 * left out.
 *
 * @param clouds Each with at least one point.
 */
export function pointPictures(
  clouds: readonly (readonly (readonly [number, number])[])[],
  { reach = 3, size = 64, marks = [] }: PointPictureOptions = {},
): PictureBytes {
  const bytes = new Uint8Array(clouds.length * size * size).fill(255);
  const place = (value: number) => Math.floor(((value + reach) / (2 * reach)) * size);
  clouds.forEach((cloud, k) => {
    const picture = bytes.subarray(k * size * size, (k + 1) * size * size);
    const paint = (column: number, row: number, grey: (now: number) => number) => {
      if (column < 0 || row < 0 || column >= size || row >= size) return;
      const at = (size - 1 - row) * size + column;
      picture[at] = grey(picture[at]!);
    };
    for (const [x, y] of marks) {
      for (const [dx, dy] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
        paint(place(x) + dx, place(y) + dy, () => GREY_OF_MARKS);
      }
    }
    const keep = Math.exp(-1 / Math.max(1, SHARE_OF_BLACK * cloud.length));
    for (const [x, y] of cloud) paint(place(x), place(y), (now) => now * Math.min(keep, 0.75));
  });
  return { bytes, shape: [clouds.length, size, size, 1] };
}
