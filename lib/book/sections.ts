/** Cuts prose at its headings, so that each heading has a place that a link can point to. */

export interface Section {
  /** Level and text of the heading that it begins with; none for text before the first heading of a cell. */
  heading?: { level: number; text: string };
  markdown: string;
}

/** A markdown cell as pieces, each but the first beginning with a heading. Code fences and folded answers stay whole. */
export function splitAtHeadings(markdown: string): Section[] {
  const sections: Section[] = [];
  let lines: string[] = [];
  let heading: Section["heading"];
  const close = () => {
    if (heading || lines.some((line) => line.trim() !== ""))
      sections.push({ ...(heading ? { heading } : {}), markdown: lines.join("\n").trim() });
  };
  let fence = "";
  let folded = 0;
  for (const line of markdown.split("\n")) {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1] ?? "";
    if (mark !== "" && fence === "") fence = mark;
    else if (mark !== "" && mark.startsWith(fence)) fence = "";
    folded += (line.match(/<details\b/g) ?? []).length - (line.match(/<\/details>/g) ?? []).length;
    const found = fence === "" && folded === 0 ? /^(#{1,6})\s+(.+?)\s*#*$/.exec(line) : null;
    if (found) {
      close();
      heading = { level: found[1]!.length, text: plainText(found[2]!) };
      lines = [];
    }
    lines.push(line);
  }
  close();
  return sections;
}

/** Markdown without its marks, for titles and for the search. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/^ {0,3}(```+|~~~+).*$/gm, " ")
    .replace(/<\/?[a-z][^>]*>/gi, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*\|?[\s:|-]+\|[\s:|-]*$/gm, " ")
    .replace(/(^|[^\\])[*`]+/g, "$1")
    .replace(/^\s*(#{1,6}|>|[-+])\s+/gm, "")
    .replace(/\s*\|\s*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Names for links: unique on a page, and the same in every build. They become ids of cells, which may have letters without
 * accents, digits, - and _, and no more than 64 of them.
 */
export function anchors(): (text: string) => string {
  const taken = new Map<string, number>();
  return (text) => {
    const base =
      text
        .normalize("NFKD") // é becomes e and an accent
        .replace(/\p{Mark}/gu, "")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .slice(0, 60)
        .replace(/^-|-$/g, "") || "section";
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  };
}
