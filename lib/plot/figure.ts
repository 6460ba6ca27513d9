/**
 * What every picture of the course is: plain data, with a description in words.
 *
 * A figure knows nothing of notebooks. `show()` sends it; a test reads it; the command line writes it to a file.
 */
import { escapeText } from "./markup";

/** The same thing in several formats, by MIME type. Binary formats are base64 text, as Jupyter wants them. */
export type MimeBundle = Record<string, string | object>;

export interface Figure {
  /** "image": pixels; "chart": axes and data, interactive in JupyterLab; "html": a page of its own. */
  readonly kind: "image" | "chart" | "html";
  /** What there is to see, in words, for a reader who does not see it. Never empty. */
  readonly alt: string;
  readonly bundle: MimeBundle;
}

export const PLOTLY = "application/vnd.plotly.v1+json";

/**
 * A page fragment of your own as a figure: a game, a slider, a table. Scripts in it run in a trusted notebook; viewers
 * such as GitHub remove them, so the markup should say something without its script.
 *
 * @param content HTML without `<html>` or `<body>`. It is not escaped.
 * @param options `alt`: what the fragment shows or does, in words.
 * @throws TypeError when the alt text is empty.
 */
export function html(content: string, options: { alt: string }): Figure {
  const alt = checkAlt(options.alt, "html");
  return { kind: "html", alt, bundle: { "text/html": content, "text/plain": alt } };
}

/**
 * A picture file as a figure. JupyterLab gives `image/png` outputs no alt text, so the picture is also sent as
 * an HTML `<img alt>`, there as lossless WebP because it is smaller.
 *
 * @param files `png` and `webp`: the same picture; `width` in pixels.
 * @throws TypeError when the alt text is empty.
 */
export function imageFigure(files: { png: Buffer; webp: Buffer; width: number }, alt: string): Figure {
  checkAlt(alt, "imageFigure");
  const html = imgTag({ bytes: files.webp, type: "image/webp", alt, width: files.width });
  const bundle = { "text/html": html, "image/png": files.png.toString("base64"), "text/plain": alt };
  return { kind: "image", alt, bundle };
}

/** An `<img>` that carries its file in itself. */
export function imgTag(image: { bytes: Buffer; type: string; alt: string; width: number }): string {
  const source = `data:${image.type};base64,${image.bytes.toString("base64")}`;
  return `<img src="${source}" alt="${escapeText(image.alt)}" width="${image.width}" style="max-width:100%;height:auto">`;
}

/**
 * The PNG file inside a picture figure, for writing to disk.
 *
 * @throws TypeError when the figure holds no PNG, as charts do.
 */
export function pngBytes(figure: Figure): Buffer {
  const png = figure.bundle["image/png"];
  if (typeof png !== "string") {
    throw new TypeError(
      `pngBytes: a figure of kind "${figure.kind}" holds no PNG. Give one made by sampleGrid().`,
    );
  }
  return Buffer.from(png, "base64");
}

/** @returns The text, without space around it. */
export function checkAlt(alt: string, caller: string): string {
  const text = typeof alt === "string" ? alt.trim() : "";
  if (text === "") {
    throw new TypeError(`${caller}: alt is empty. Say in a sentence what there is to see.`);
  }
  return text;
}
