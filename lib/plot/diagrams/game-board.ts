/** One moment of a GAN on single numbers as a figure, and many moments as a film. */
import sharp from "sharp";
import type { GameView } from "../../theory/game-view";
import { animation } from "../animation";
import type { Figure } from "../figure";
import { FONT } from "../palette";
import { boardMarkup } from "../playground/board";
import { paperColours } from "../playground/look";
import { svgFigure } from "./svg-figure";

export interface GameBoardOptions {
  /** What there is to see, in a sentence or two. */
  alt: string;
  title?: string;
  /** How far an arrow for a push of 1 reaches, in units of x. */
  reach?: number;
}

const WIDTH = 600;

const drawn = (view: GameView, { title, reach }: { title?: string; reach?: number }) =>
  boardMarkup(view, {
    width: WIDTH,
    colours: paperColours,
    font: FONT,
    ...(title === undefined ? {} : { title }),
    ...(reach === undefined ? {} : { reach }),
  });

/**
 * From top to bottom: both densities; the discriminator's curve D(x); some generated numbers, each with an arrow that shows where
 * and how strongly it is pushed.
 *
 * @throws TypeError when the alt text is empty.
 */
export function gameBoard(view: GameView, options: GameBoardOptions): Figure {
  return svgFigure(drawn(view, options), options.alt);
}

export interface GameFrame {
  view: GameView;
  /** What the frame is, such as "step 200". */
  caption: string;
}

/**
 * Boards one after the other, with a slider; see `animation`.
 *
 * @throws RangeError when there are no frames; TypeError when the alt text is empty.
 */
export async function gameFilm(frames: GameFrame[], options: GameBoardOptions): Promise<Figure> {
  const { alt, title = "", reach } = options;
  const images = await Promise.all(
    frames.map(async ({ view, caption }) => ({
      image: await sharp(Buffer.from(drawn(view, reach === undefined ? {} : { reach })))
        .png()
        .toBuffer(),
      caption,
    })),
  );
  return animation(images, { alt, title, scale: 1 });
}
