/** Links between notebooks become links between pages; a link to what the book does not hold becomes plain words. */
import type { BookPage } from "./pages";

/**
 * @param from The page that the text stands on.
 * @throws Error for a picture by a path: the book would have to carry it, and no chapter does so.
 */
export function rewriteLinks(markdown: string, from: BookPage, pages: readonly BookPage[]): string {
  return markdown.replace(/(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)/g, (whole, ...parts: string[]) => {
    const [picture, words, target = ""] = parts;
    if (/^(https?:|mailto:|#|data:|attachment:)/.test(target)) return whole;
    if (picture === "!")
      throw new Error(
        `${from.name} shows the picture ${target}. The book carries no files: draw it in a cell.`,
      );
    const [path = "", anchor] = target.split("#");
    const page = pages.find((one) => one.source !== undefined && isSame(path, one, from));
    return page === undefined ? words! : `[${words}](${page.file}${anchor ? `#${anchor}` : ""})`;
  });
}

/** "05-dcgan.ipynb", "../notebooks/05-dcgan.ipynb" and "../exercises/05-dcgan.ipynb", as they stand in a notebook. */
function isSame(path: string, page: BookPage, from: BookPage): boolean {
  const parts = /^(?:(?:\.\.?\/)*(notebooks|exercises)\/|\.\/)?([^/]+)\.ipynb$/.exec(path);
  if (!parts) return false;
  const kind =
    parts[1] === undefined ? (from.kind === "exercises" ? "exercises" : "chapter") : kinds[parts[1]];
  return page.kind === kind && page.name === parts[2];
}

const kinds: Record<string, BookPage["kind"]> = { notebooks: "chapter", exercises: "exercises" };
