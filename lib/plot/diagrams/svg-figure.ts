/** A drawing of one's own as a figure. */
import { checkAlt, imgTag, type Figure } from "../figure";

/**
 * An SVG drawing as a figure. It is sent as an `<img alt>` too, so that a screen reader gets the words and the page's own
 * styles do not reach into the drawing.
 *
 * @param markup One `<svg>` element with `xmlns` and a `width` in pixels.
 * @throws TypeError when the alt text is empty or the markup is not such an element.
 */
export function svgFigure(markup: string, alt: string): Figure {
  const width = /^<svg\b[^>]*?\bwidth="([\d.]+)"/.exec(markup)?.[1];
  if (width === undefined || !markup.includes('xmlns="http://www.w3.org/2000/svg"')) {
    throw new TypeError("svgFigure: the markup is not one <svg> element with xmlns and a width. Write both.");
  }
  const text = checkAlt(alt, "svgFigure");
  const bytes = Buffer.from(markup);
  const tag = imgTag({ bytes, type: "image/svg+xml", alt: text, width: Math.round(Number(width)) });
  return {
    kind: "image",
    alt: text,
    bundle: { "text/html": tag, "image/svg+xml": markup, "text/plain": text },
  };
}
