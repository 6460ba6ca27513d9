/** The pages and what they share, written into an empty folder. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Preset } from "../engine/preset";
import { notebookText, readNotebook } from "../grading/authoring/course-files";
import type { Notebook } from "../grading/authoring/notebook";
import { siteFolder, writeAssets } from "./assets";
import { executedPath } from "./execute";
import { frontNotebook } from "./front-page";
import { BookError, nbconvert } from "./jupyter";
import type { BookPage } from "./pages";
import { preparePage, type SearchEntry } from "./prepare";

export interface Site {
  folder: string;
  pages: readonly BookPage[];
  /** What `courseFingerprint()` gave: names the executed chapters, which must be there. */
  course: string;
  preset: Preset;
  signal?: AbortSignal;
}

/** @throws BookError when nbconvert fails or leaves a page out. */
export async function writeSite(site: Site): Promise<void> {
  const entries: SearchEntry[] = [];
  const drafts = join(site.folder, "notebooks");
  mkdirSync(drafts);
  for (const page of site.pages) {
    const prepared = preparePage(notebookOf(page, site), page, site.pages);
    entries.push(...prepared.entries);
    writeFileSync(draftPath(drafts, page), notebookText(prepared.notebook));
  }
  await convert(drafts, site);
  rmSync(drafts, { recursive: true });
  await writeAssets(join(site.folder, "assets"), entries);
}

const draftPath = (drafts: string, { file }: BookPage) => join(drafts, file.replace(/\.html$/, ".ipynb"));

function notebookOf(page: BookPage, { pages, preset, course }: Site): Notebook {
  const { kind, source } = page;
  if (kind === "front") return frontNotebook(pages, preset, new Date().toISOString().slice(0, 10));
  return readNotebook(kind === "chapter" ? executedPath(source!, preset, course) : source!);
}

async function convert(drafts: string, { folder, pages, signal }: Site): Promise<void> {
  const words = [
    ...["--to", "html", "--template", "ganbook", "--output-dir", folder],
    `--TemplateExporter.extra_template_basedirs=${siteFolder()}`,
    "--HTMLExporter.exclude_anchor_links=True",
    "--CoalesceStreamsPreprocessor.enabled=True",
    "--log-level=WARN",
  ];
  const said = await nbconvert([...words, ...pages.map((page) => draftPath(drafts, page))], { signal });
  const missing = pages.map(({ file }) => file).filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) throw new BookError(`nbconvert wrote no ${missing.join(", ")}:\n${said}`);
}
