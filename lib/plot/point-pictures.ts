/** Clouds of points as small grey pictures, so that many of them stand in one grid or film. */
import type { PictureBytes } from "./pictures";

type Point = readonly [x: number, y: number];

export interface PointPictureOptions {
  /** The picture shows the square from -reach to reach, along both axes. */
  reach?: number;
  /** Pixels along each side. */
  size?: number;
  /** Marked by small crosses, such as the centres that should be reached. */
  marks?: readonly Point[];
}

/** A pixel with this share of a cloud has 1 / e of the light of the paper, whatever the size of the cloud. */
const SHARE = 0.004;
/** A pixel with a single point can be seen. */
const GREY_OF_ONE = 180;
const GREY_OF_MARKS = 215;
const WHITE = 255;

/**
 * One picture for each cloud: white where no point is, and darker the larger the share of the points; y points up. Points
 * outside are left out.
 *
 * @param clouds Each with at least one point.
 */
export function pointPictures(
  clouds: readonly (readonly Point[])[],
  { reach = 3, size = 64, marks = [] }: PointPictureOptions = {},
): PictureBytes {
  const bytes = new Uint8Array(clouds.length * size * size).fill(WHITE);
  const column = (x: number) => Math.floor(((x + reach) / (2 * reach)) * size);
  const place = (x: number, y: number) => {
    const [right, up] = [column(x), column(y)];
    const isInside = right >= 0 && up >= 0 && right < size && up < size;
    return isInside ? (size - 1 - up) * size + right : undefined;
  };
  const cross = marks.flatMap(([x, y]) => crossAt(x, y, (2 * reach) / size));
  clouds.forEach((cloud, k) => {
    const picture = bytes.subarray(k * size * size, (k + 1) * size * size);
    for (const [x, y] of cross) {
      const at = place(x, y);
      if (at !== undefined) picture[at] = GREY_OF_MARKS;
    }
    const counts = new Map<number, number>();
    for (const [x, y] of cloud) {
      const at = place(x, y);
      if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    for (const [at, count] of counts) {
      picture[at] = Math.min(GREY_OF_ONE, WHITE * Math.exp(-count / cloud.length / SHARE));
    }
  });
  return { bytes, shape: [clouds.length, size, size, 1] };
}

/** Five places, one pixel apart. */
function crossAt(x: number, y: number, pixel: number): Point[] {
  return [[x, y], [x + pixel, y], [x - pixel, y], [x, y + pixel], [x, y - pixel]]; // prettier-ignore
}
