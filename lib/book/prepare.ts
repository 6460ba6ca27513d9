/** An executed notebook made ready for the template: places to link to, safe outputs, and what stands around the text. */
import { type Notebook, sourceOf } from "../grading/authoring/notebook";
import type { ExecutedCell } from "./execute";
import { rewriteLinks } from "./links";
import { bookOutput } from "./outputs";
import type { BookPage } from "./pages";
import { anchors, plainText, splitAtHeadings } from "./sections";

/** One place that the search finds. */
export interface SearchEntry {
  id: string;
  /** Title of the page. */
  page: string;
  /** The nearest heading. */
  title: string;
  text: string;
  /** File and anchor. */
  url: string;
}

export interface PreparedPage {
  notebook: Notebook;
  entries: SearchEntry[];
}

interface Heading {
  level: number;
  text: string;
  anchor: string;
}

/** The template reads this as `nb.metadata.book` and each cell's as `cell.metadata.book`. */
export function preparePage(notebook: Notebook, page: BookPage, pages: readonly BookPage[]): PreparedPage {
  const name = anchors();
  const headings: Heading[] = [];
  const entries: SearchEntry[] = [];
  let entry: SearchEntry | undefined;
  const open = (title: string, anchor: string) => {
    entry = {
      id: `${page.file}#${anchor}`,
      page: page.title,
      title,
      text: "",
      url: `${page.file}#${anchor}`,
    };
    entries.push(entry);
  };
  const prose = (cell: ExecutedCell): ExecutedCell[] =>
    splitAtHeadings(sourceOf(cell)).map(({ heading, markdown }) => {
      const anchor = name(heading?.text ?? cell.id ?? "text");
      if (heading) headings.push({ ...heading, anchor });
      if (heading || !entry) open(heading?.text ?? page.title, anchor);
      entry!.text += ` ${plainText(markdown)}`;
      const level = heading?.level ?? 0;
      return {
        cell_type: "markdown",
        id: anchor,
        metadata: { book: { anchor, level } },
        source: rewriteLinks(markdown, page, pages),
      };
    });
  const code = (cell: ExecutedCell): ExecutedCell => {
    const source = sourceOf(cell);
    if (!entry) open(page.title, name("code"));
    entry!.text += ` ${source.replace(/\s+/g, " ")}`;
    const anchor = name(`cell ${cell.id ?? ""}`);
    return {
      ...cell,
      id: anchor,
      metadata: { book: { anchor, level: 0 } },
      source: source.trimEnd(),
      outputs: (cell.outputs ?? []).map(bookOutput),
    };
  };
  const cells = notebook.cells.flatMap((cell) =>
    cell.cell_type === "markdown" ? prose(cell) : cell.cell_type === "code" ? [code(cell)] : [],
  );
  const metadata = { ...notebook.metadata, book: surroundings(page, pages, headings) };
  return { notebook: { ...notebook, cells, metadata }, entries };
}

function surroundings(page: BookPage, pages: readonly BookPage[], headings: readonly Heading[]) {
  const place = pages.indexOf(page);
  const linkTo = (other: BookPage | undefined) =>
    other === undefined ? null : { file: other.file, title: other.title };
  return {
    kind: page.kind,
    title: plainText(page.title),
    previous: linkTo(pages[place - 1]),
    next: linkTo(pages[place + 1]),
    sections: headings.filter(({ level }) => level === 2 || level === 3),
    pages: pages.map((one) => ({
      file: one.file,
      title: plainText(one.title),
      kind: one.kind,
      isHere: one === page,
    })),
  };
}
