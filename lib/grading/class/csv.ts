/** Tables for spreadsheets. A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";

export type CsvValue = string | number | undefined;

/** With a header, lines ending in "\r\n", texts guarded against formulas (= + - @ and their like at the start). */
export function writeCsv(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return stringify([[...columns], ...rows.map((row) => [...row])], {
    escape_formulas: true,
    record_delimiter: "windows",
  });
}

/** One line of a file that people edit. */
export interface CsvRow {
  /** In the file, the header being line 1. */
  line: number;
  /** By column, without space around. */
  values: ReadonlyMap<string, string>;
}

/**
 * Reads what a person or a spreadsheet saved: comma, semicolon or tab between cells, with or without byte order mark.
 *
 * @param name The file's name, for errors.
 * @throws RangeError that names the file, for text that is no table.
 */
export function readCsv(text: string, name: string): { columns: string[]; rows: CsvRow[] } {
  const header = /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? "";
  const count = (mark: string) => header.split(mark).length;
  const delimiter = [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  let table: { record: string[]; info: { lines: number } }[];
  try {
    table = parse(text, {
      bom: true,
      delimiter,
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof table;
  } catch (error) {
    throw new RangeError(`${name} cannot be read as a table: ${(error as Error).message}`, { cause: error });
  }
  const columns = table[0]?.record ?? [];
  const rows = table.slice(1).map(({ record, info }) => ({
    line: info.lines,
    values: new Map(columns.map((column, place) => [column, record[place] ?? ""])),
  }));
  return { columns, rows };
}

/** A text as it stands in a written table: with the apostrophe, where it needs one. */
export function guarded(text: string): string {
  return readCsv(writeCsv(["text"], [[text]]), "").rows[0]?.values.get("text") ?? "";
}
