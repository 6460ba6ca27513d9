/** What all pages of a report share. Everything in them that came from outside goes through `safe`. */
import { createHash } from "node:crypto";
import type { Verdict } from "../../questions/types";
import { escapeText } from "../../plot/markup";

/** Text for an element or a quoted attribute; control characters, which no reader sees, become visible. */
export function safe(text: string | number): string {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return escapeText(String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "\uFFFD"));
}

/** A name that may be written from right to left, or try to turn the text around it. */
export const isolated = (name: string): string => `<bdi>${safe(name)}</bdi>`;

/** Points to a hundredth, with no zeros at the end. */
export const points = (value: number): string => String(Math.round(value * 100) / 100);

interface PageOptions {
  title: string;
  /** Names of scripts beside the page, in order; without them the page runs none at all. */
  scripts?: readonly string[];
}

/** A whole page: no address outside is ever asked for, and no script in the page itself runs. */
export function page(body: string, { title, scripts = [] }: PageOptions): string {
  const style = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;
  // Plotly writes styles of its own; a page from the file system has no "self".
  const policy =
    scripts.length === 0
      ? `default-src 'none'; style-src ${style}; base-uri 'none'; form-action 'none'`
      : `default-src 'none'; style-src 'unsafe-inline'; script-src 'self' file:; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
${scripts.map((name) => `<script src="${safe(name)}"></script>\n`).join("")}</body>
</html>
`;
}

const WORDS: Record<Verdict, [mark: string, word: string, kind: "good" | "bad" | "open"]> = {
  pass: ["✓", "passed", "good"],
  fail: ["✗", "not right", "bad"],
  error: ["!", "stopped with an error", "bad"],
  timeout: ["!", "out of time", "bad"],
  memory: ["!", "out of memory", "bad"],
  output: ["!", "printed too much", "bad"],
  crash: ["!", "ended its process", "bad"],
  tampered: ["!", "interfered with the grading", "bad"],
  "not-attempted": ["–", "not answered", "open"],
  missing: ["–", "not in the notebook", "open"],
  "to-mark": ["…", "waits for its marks", "open"],
};

/** A sign and a word; the colour only repeats them. */
export function verdictMark(verdict: Verdict, word = WORDS[verdict][1]): string {
  const [mark, , kind] = WORDS[verdict];
  return `<span class="verdict ${kind}"><span aria-hidden="true">${mark}</span> ${safe(word)}</span>`;
}

/** Rows of markup, the first cell of each being its header. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = columns.map((name) => `<th scope="col">${safe(name)}</th>`).join("");
  const body = rows
    .map(
      ([first, ...rest]) =>
        `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
    )
    .join("\n");
  return `<div class="wide"><table>
<caption>${safe(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1b1f24; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; border-bottom: 2px solid #1b1f24; }
h3 { font-size: 1.05rem; margin: 0; }
a { color: #0b5394; }
.lead { font-size: 1.15rem; margin: 0 0 1rem; }
.quiet { color: #57606a; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .75rem 0; min-width: 20rem; }
caption { text-align: left; color: #57606a; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid #d0d7de; }
thead th { border-bottom: 2px solid #8c959f; }
tbody th { font-weight: 500; }
.verdict { white-space: nowrap; font-weight: 600; }
.good { color: #116329; }
.bad { color: #a40e26; }
.open { color: #57606a; }
article { border: 1px solid #d0d7de; border-radius: 6px; padding: .8rem 1rem; margin: .8rem 0; }
article header { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; align-items: baseline; justify-content: space-between; }
article details { margin-top: .5rem; }
article ul.checks { list-style: none; padding: 0; margin: .6rem 0 0; }
article ul.checks li { padding: .35rem 0; border-top: 1px solid #eaeef2; }
.says { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0 0; }
.checks .says { margin: .15rem 0 0 1.4rem; }
.note { border-left: 4px solid #8c959f; background: #f6f8fa; padding: .6rem 1rem; margin: .8rem 0; }
.note ul { margin: .2rem 0; padding-left: 1.2rem; }
.problem { border-left-color: #a40e26; }
pre, blockquote { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f8fa; padding: .6rem .8rem; margin: .5rem 0; border-radius: 4px; }
figure { margin: 1rem 0 2rem; }
figcaption { color: #57606a; }
summary { cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: .6rem 0; }
dt { color: #57606a; }
dd { margin: 0; overflow-wrap: anywhere; }
h2 .quiet { font-weight: 400; font-size: 1rem; }
@media print { article { break-inside: avoid; } }
`;
