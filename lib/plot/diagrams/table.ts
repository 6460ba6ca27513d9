/** A table of results as a figure: HTML where it can be drawn, aligned text elsewhere. */
import { checkAlt, type Figure } from "../figure";
import { element, escapeText } from "../markup";

export type TableRow = Record<string, string | number | boolean>;

/**
 * @param rows     One object a row; the first row's keys are the headings, in their order. Numbers stand to the right.
 * @param options  `caption`: what the table shows, in a sentence; it stands above the table.
 * @throws TypeError when the caption is empty; RangeError when there are no rows.
 */
export function table(rows: TableRow[], options: { caption: string }): Figure {
  const caption = checkAlt(options.caption, "table");
  const headings = Object.keys(rows[0] ?? {});
  if (headings.length === 0)
    throw new RangeError(`table: "${caption}" has no rows. Give at least one object.`);
  const cells = rows.map((row) => headings.map((heading) => cellText(row[heading])));
  const right = headings.map((heading) => rows.every((row) => isNumeric(row[heading])));
  const html = htmlTable(caption, headings, { cells, right });
  const text = textTable(headings, cells, right);
  return {
    kind: "html",
    alt: `${caption}\n${text}`,
    bundle: { "text/html": html, "text/plain": `${caption}\n\n${text}` },
  };
}

function cellText(value: TableRow[string] | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 6 }) : value;
}

const isNumeric = (value: TableRow[string] | undefined) =>
  typeof value === "number" ||
  (typeof value === "string" && /^$|^[-+−]?[\d,]*\.?\d+(e[-+]?\d+)?( ?[%×]| [a-zµ/]+)?$/.test(value));

interface TableBody {
  cells: string[][];
  /** Columns that stand to the right. */
  right: boolean[];
}

function htmlTable(caption: string, headings: string[], { cells, right }: TableBody): string {
  const style = (column: number) => `text-align:${right[column] ? "right" : "left"};padding:3px 10px`;
  const head = headings.map((text, i) => element("th", { scope: "col", style: style(i) }, escapeText(text)));
  const body = cells.map((row) =>
    element("tr", {}, ...row.map((text, i) => element("td", { style: style(i) }, escapeText(text)))),
  );
  const title = element(
    "caption",
    { style: "text-align:left;caption-side:top;padding:4px 10px" },
    escapeText(caption),
  );
  return element(
    "table",
    {},
    title,
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
}

function textTable(headings: string[], cells: string[][], right: boolean[]): string {
  const widths = headings.map((text, i) => Math.max(text.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: string[]) =>
    row
      .map((text, i) => (right[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [headings, ...cells].map(line).join("\n");
}
