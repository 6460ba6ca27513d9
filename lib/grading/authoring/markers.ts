/** The two lines between which an answer stands in solutions/. */

export interface Region {
  /** Line of the begin marker, from 0. */
  begin: number;
  /** Line of the end marker. */
  end: number;
  /** The lines between them. */
  lines: readonly string[];
}

/** A mistake in a hand-written notebook, with its place. */
export class AuthoringError extends Error {
  override readonly name = "AuthoringError";
}

const markers = {
  code: { begin: "// BEGIN SOLUTION", end: "// END SOLUTION" },
  markdown: { begin: "<!-- BEGIN SOLUTION -->", end: "<!-- END SOLUTION -->" },
};

/**
 * The answers between the markers of one cell.
 *
 * @param where The cell in words, for errors: "solutions/05-dcgan.ipynb, cell losses".
 * @throws AuthoringError for a marker that is misspelt, inside another, or without its partner, with the line.
 */
export function regionsOf(source: string, kind: "code" | "markdown", where: string): Region[] {
  const { begin, end } = markers[kind];
  const lines = source.split("\n");
  const regions: Region[] = [];
  let open: number | undefined;
  const wrong = (line: number, what: string) => new AuthoringError(`${where}, line ${line + 1}: ${what}`);
  for (const [i, line] of lines.entries()) {
    const text = line.trim();
    if (text === begin) {
      if (open !== undefined)
        throw wrong(i, `"${begin}" inside the one of line ${open + 1}. Close that one first.`);
      open = i;
    } else if (text === end) {
      if (open === undefined) throw wrong(i, `"${end}" without "${begin}" before it.`);
      regions.push({ begin: open, end: i, lines: lines.slice(open + 1, i) });
      open = undefined;
    } else if (looksLikeMarker(text)) {
      throw wrong(
        i,
        `"${text}" looks like a marker and is none. Write "${begin}" or "${end}", alone in the line.`,
      );
    }
  }
  if (open !== undefined) throw wrong(open, `"${begin}" is never closed. Add "${end}".`);
  return regions;
}

/** In letters alone it is at most two typing errors away from a marker. */
function looksLikeMarker(text: string): boolean {
  if (!/^(\/\/|\/\*|<!--|#)/.test(text)) return false;
  const letters = text.replace(/[^A-Za-z]/g, "").toUpperCase();
  return ["BEGINSOLUTION", "STARTSOLUTION", "ENDSOLUTION"].some(
    (marker) => editDistance(letters, marker) <= 2,
  );
}

/** Fewest letters to add, drop or change (Levenshtein, 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
