/** Pictures one after the other, with a slider: a training as a film, a walk through latent space. */
import { createHash } from "node:crypto";
import sharp from "sharp";
import { checkAlt, imgTag, type Figure } from "./figure";
import { playerMarkup } from "./animation-player";
import { gridFiles } from "./sample-grid";
import type { Pictures } from "./pictures";

export interface AnimationFrame {
  /** A picture file: PNG, WebP or JPEG. All frames of an animation have the same size. */
  image: Buffer;
  /** What the frame is, such as "step 200". */
  caption: string;
}

export interface AnimationOptions {
  /** What the film shows, and how it changes from beginning to end. */
  alt: string;
  title?: string;
  /** Milliseconds that a frame stays. */
  frameMs?: number;
  /** Screen pixels for one pixel of a frame. */
  scale?: number;
  /** The figure's size; the frames are compressed until they fit. */
  maxKilobytes?: number;
}

/**
 * One frame: a grid of pictures without enlargement, which the animation leaves to the browser, so that it stays small.
 *
 * @param images [n, height, width, channels]: a tensor in [-1, 1], which is not disposed, or bytes.
 */
export async function gridFrame(
  images: Pictures,
  caption: string,
  options: { columns?: number } = {},
): Promise<AnimationFrame> {
  const { png } = await gridFiles(images, { ...options, scale: 1, gap: 1, margin: 0 });
  return { image: png, caption };
}

/**
 * A film with play, pause, a slider and the keyboard (arrow keys, Home, End; space on the button), in one piece of HTML. Where
 * scripts do not run, it is an animated WebP. It starts at its last frame and plays only when asked to.
 *
 * @throws RangeError when there are no frames; TypeError when the alt text is empty.
 */
export async function animation(frames: AnimationFrame[], options: AnimationOptions): Promise<Figure> {
  const alt = checkAlt(options.alt, "animation");
  if (frames.length === 0) throw new RangeError("animation: there are no frames. Give at least one.");
  const { frameMs = 250, scale = 3, maxKilobytes = 400 } = options;
  const { width = 1 } = await sharp(frames[0]!.image).metadata();
  const { images, still } = await compress(frames, { frameMs, maxBytes: maxKilobytes * 1024 });
  const player = playerMarkup({
    id: createHash("sha256").update(still).digest("hex").slice(0, 12),
    title: options.title ?? "",
    still: imgTag({ bytes: still, type: "image/webp", alt, width: width * scale }),
    frames: images.map((bytes, index) => ({
      source: `data:image/webp;base64,${bytes.toString("base64")}`,
      caption: frames[index]!.caption,
    })),
    frameMs,
  });
  return { kind: "html", alt, bundle: { "text/html": player, "text/plain": alt } };
}

/**
 * The frames as one animated picture, such as for a web page that shows no scripts.
 *
 * @param quality 1 to 100.
 */
export async function animatedWebp(
  frames: AnimationFrame[],
  { frameMs, quality = 80 }: { frameMs: number; quality?: number },
): Promise<Buffer> {
  const images = frames.map(({ image }) => image);
  // The last frame stays longer: it is what the film leads to.
  const delay = frames.map((_, index) => (index === frames.length - 1 ? frameMs + 1500 : frameMs));
  const film = images.length === 1 ? sharp(images[0]) : sharp(images, { join: { animated: true } });
  return film.webp({ quality, smartSubsample: true, delay, loop: 0 }).toBuffer();
}

const QUALITIES = [92, 80, 65, 45, 25];
const MOST_STILL_FRAMES = 16;

/** Frames and still twin in the best quality that fits, or else the worst. */
async function compress(
  frames: AnimationFrame[],
  { frameMs, maxBytes }: { frameMs: number; maxBytes: number },
): Promise<{ images: Buffer[]; still: Buffer }> {
  const every = Math.ceil(frames.length / MOST_STILL_FRAMES);
  const some = frames.filter((_, index) => (frames.length - 1 - index) % every === 0);
  let result: { images: Buffer[]; still: Buffer } = { images: [], still: Buffer.alloc(0) };
  for (const quality of QUALITIES) {
    const encode = ({ image }: AnimationFrame) =>
      sharp(image).webp({ quality, smartSubsample: true }).toBuffer();
    const images = await Promise.all(frames.map(encode));
    result = { images, still: await animatedWebp(some, { frameMs: frameMs * every, quality }) };
    const bytes = images.reduce((sum, image) => sum + image.length, result.still.length);
    if ((bytes * 4) / 3 <= maxBytes) break; // base64 takes 4 letters for 3 bytes
  }
  return result;
}
