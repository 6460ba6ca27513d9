/** Puts a figure under the running cell, the one door between figures and the notebook. */
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Figure, MimeBundle } from "./figure";
import { PLOTLY } from "./figure";
import { notebookWriter } from "./kernel";
import { withOwnKeys } from "./own-keys";

/**
 * Shows a figure. In a notebook all its formats go out as one message, and each viewer takes what it can draw:
 * JupyterLab the interactive chart, GitHub and nbconvert the still picture, a screen reader the words.
 *
 * Elsewhere the alt text is printed, and the files are written to the folder that `GANBOOK_PLOT_DIR` names, if it does.
 * Never throws: a picture that cannot be shown must not end a training.
 */
export function show(figure: Figure): void {
  try {
    const writer = notebookWriter();
    if (writer !== undefined) writer.display(forJupyter(figure.bundle));
    else showOutside(figure);
  } catch (error) {
    console.error(`show: the figure could not be shown (${String(error)}). It shows: ${figure?.alt}`);
  }
}

function forJupyter(bundle: MimeBundle): MimeBundle {
  const markup = bundle["text/html"];
  return typeof markup === "string" ? { ...bundle, "text/html": withOwnKeys(markup) } : bundle;
}

function showOutside(figure: Figure): void {
  console.log(`[figure] ${figure.alt}`);
  const directory = process.env.GANBOOK_PLOT_DIR;
  if (directory) writeFigure(figure, directory);
}

const EXTENSIONS: Record<string, string> = {
  "text/html": "html",
  "text/plain": "txt",
  "image/svg+xml": "svg",
  "image/png": "png",
  [PLOTLY]: "plotly.json",
};

/**
 * Writes each format of a figure into a folder as `figure-001.png`, `figure-001.txt`, ...: the next free number.
 *
 * @returns The paths written.
 * @throws The error of the file system, when the folder cannot be made or written.
 */
export function writeFigure(figure: Figure, directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  const taken = readdirSync(directory).map((name) => Number(/^figure-(\d+)\./.exec(name)?.[1] ?? 0));
  const stem = `figure-${String(Math.max(0, ...taken) + 1).padStart(3, "0")}`;
  return Object.keys(figure.bundle)
    .filter((mime) => EXTENSIONS[mime] !== undefined)
    .map((mime) => {
      const path = join(directory, `${stem}.${EXTENSIONS[mime]}`);
      writeFileSync(`${path}.part`, fileContent(figure.bundle, mime));
      renameSync(`${path}.part`, path);
      return path;
    });
}

function fileContent(bundle: MimeBundle, mime: string): Buffer {
  const data = bundle[mime]!;
  if (typeof data !== "string") return Buffer.from(JSON.stringify(data));
  return mime === "image/png" ? Buffer.from(data, "base64") : Buffer.from(data);
}
