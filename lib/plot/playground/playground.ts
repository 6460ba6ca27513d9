/** A GAN to play with, in one piece of HTML: it trains in the page. */
import { join } from "node:path";
import { buildSync } from "esbuild";
import { checkAlt, html, type Figure } from "../figure";
import { firstSettings, type Settings } from "./game";
import { playgroundMarkup } from "./page-markup";

export interface PlaygroundOptions {
  /** What there is to see, in a sentence or two. */
  alt?: string;
  /** Learning rates at the start. */
  dRate?: number;
  gRate?: number;
}

const words =
  "A playground: a small GAN trains in the page. It shows the real and the generated density, the discriminator's curve, and " +
  "where each generated number is pushed. Play, pause, single steps, speed, learning rates, loss, and a target to draw oneself.";

let bundle: string | undefined;

/**
 * The playground of chapter 02: a one-dimensional GAN with hand-written gradients that trains where it is shown, after
 * GAN Lab (Kahng et al., 2019, doi:10.1109/TVCG.2018.2864500), which does so in two dimensions. It needs no network and no library,
 * works by mouse and by keys, and starts only when asked to.
 *
 * @throws TypeError when the alt text is empty.
 */
export function playground({ alt = words, ...rates }: PlaygroundOptions = {}): Figure {
  const settings: Settings = { ...firstSettings, ...rates };
  bundle ??= pageScript();
  return html(playgroundMarkup(bundle, { alt: checkAlt(alt, "playground"), settings }), { alt });
}

/** `page/main` and all that it imports as one script for any browser of the last years. */
function pageScript(): string {
  const { outputFiles } = buildSync({
    // Compiled beside this file, or TypeScript where the sources run as they are.
    entryPoints: [join(__dirname, "page", "main")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2020",
    minify: true,
    charset: "utf8",
    logLevel: "silent",
    tsconfigRaw: {},
  });
  return outputFiles[0]!.text;
}
