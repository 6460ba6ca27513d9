/** The whole book: executes what changed, prepares and converts every page, and puts the site in place in one move. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { randomBytes } from "node:crypto";
import { cloneFolder } from "../datasets/data-folder";
import type { Preset } from "../engine/preset";
import { cacheFolder, executeChapter, isExecuted } from "./execute";
import { courseFingerprint } from "./fingerprint";
import { FRONT } from "./front-page";
import { coursePages, type BookPage } from "./pages";
import { expectedTimes } from "./times";
import { writeSite } from "./write-site";

/** Lies in every finished book: only a folder with it, an empty or a new one is written over. */
const MARK = "ganbook-book.txt";

/** Seconds that converting takes, apart from running. */
const CONVERTING = 8;

export interface BookProgress {
  /** `secondsLeft` counts what is still to run and to write. */
  onStart(what: string, secondsOfIt: number, secondsLeft: number): void;
  onDone(line: string): void;
}

export interface BookOptions extends BookProgress {
  out: string;
  preset: Preset;
  /** Runs every chapter, changed or not. */
  all?: boolean;
  signal?: AbortSignal;
}

export interface Book {
  pages: number;
  index: string;
}

/**
 * @throws RangeError when `out` holds something that is no book; BookError when a chapter fails. Then the old book, if
 *   there was one, stays as it was; chapters that ran are kept for the next build.
 */
export async function writeBook(options: BookOptions): Promise<Book> {
  const out = resolve(options.out);
  checkOut(out);
  const pages = [FRONT, ...coursePages()];
  const course = courseFingerprint();
  await executeChanged(pages, course, options);
  options.onStart("writing the pages", CONVERTING, CONVERTING);
  const parent = dirname(out);
  mkdirSync(parent, { recursive: true });
  const draft = join(parent, `.${basename(out)}.${randomBytes(4).toString("hex")}.part`);
  try {
    mkdirSync(draft);
    await writeSite({ folder: draft, pages, course, preset: options.preset, signal: options.signal });
    writeFileSync(join(draft, MARK), `Made by ganbook, preset ${options.preset}. Open index.html.\n`);
    options.signal?.throwIfAborted();
    replace(out, draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { pages: pages.length, index: join(out, FRONT.file) };
}

function checkOut(out: string): void {
  if (!existsSync(out)) return;
  if (out === cloneFolder() || (readdirSync(out).length > 0 && !existsSync(join(out, MARK))))
    throw new RangeError(
      `${out} holds something else than a book. Give --out a folder that is new or empty.`,
    );
}

async function executeChanged(
  pages: readonly BookPage[],
  course: string,
  options: BookOptions,
): Promise<void> {
  const { preset, all = false, signal } = options;
  const chapters = pages.filter(({ kind }) => kind === "chapter");
  const [same, changed] = [true, false].map((wanted) =>
    chapters.filter(({ source }) => (!all && isExecuted(source!, preset, course)) === wanted),
  ) as [BookPage[], BookPage[]];
  for (const { name } of same) options.onDone(`${name}: unchanged`);
  const times = expectedTimes(
    cacheFolder(preset),
    changed.map(({ name }) => name),
    preset,
  );
  for (const [i, { name, source }] of changed.entries()) {
    const left = times.slice(i).reduce((sum, one) => sum + one, CONVERTING);
    options.onStart(`running ${name} (${i + 1} of ${changed.length})`, times[i]!, left);
    const begun = performance.now();
    await executeChapter(source!, { preset, course, signal });
    options.onDone(`${name}: ran in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }
}

/** The old book goes only when the new one is complete. */
function replace(out: string, draft: string): void {
  const old = `${draft}.old`;
  if (existsSync(out)) renameSync(out, old);
  renameSync(draft, out);
  rmSync(old, { recursive: true, force: true });
}
