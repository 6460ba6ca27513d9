/** Outputs of cells as markup that can do a page no harm, and that lives without the page's help. */
import { PLOTLY } from "../plot/figure";
import { element, escapeText } from "../plot/markup";

/** An output of an executed notebook (nbformat 4). */
export interface CellOutput {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  execution_count?: number | null;
}

/** Streams stay as they are: the template shows them. Everything with data becomes one piece of HTML. */
export function bookOutput(output: CellOutput): CellOutput {
  if (output.data === undefined) return output;
  const html = outputHtml(output.data);
  return { output_type: "display_data", data: { "text/html": html }, metadata: {} };
}

function outputHtml(data: Record<string, unknown>): string {
  const words = textOf(data["text/plain"]).trim();
  if (data[PLOTLY] !== undefined)
    return liveChart(data[PLOTLY] as object, textOf(data["image/svg+xml"]), words);
  const html = textOf(data["text/html"]);
  if (html !== "") return htmlOutput(html, words);
  const svg = textOf(data["image/svg+xml"]);
  if (svg !== "") return paper(picture("image/svg+xml", Buffer.from(svg).toString("base64"), words));
  const png = textOf(data["image/png"]).replace(/\s/g, "");
  if (png !== "") return paper(picture("image/png", png, words));
  return element("pre", { class: "plain" }, escapeText(words));
}

/** A still picture, and the data from which the page's script draws the live chart over it. */
function liveChart(figure: object, svg: string, alt: string): string {
  const still = picture("image/svg+xml", Buffer.from(svg).toString("base64"), alt);
  // "</script>" inside a string would end the script.
  const json = JSON.stringify(figure).replace(/</g, "\\u003c");
  const data = `<script type="application/json">${json}</script>`;
  return `<figure class="paper chart" data-alt="${escapeText(alt)}">${still}${data}</figure>`;
}

/**
 * Pictures and tables stand on the page itself. What brings a script or a style sheet gets a page of its own in a frame,
 * which can reach nothing outside of it.
 */
function htmlOutput(html: string, alt: string): string {
  if (/<(script|style|link|iframe)\b|\son[a-z]+\s*=/i.test(html)) return frame(html, alt);
  return /^\s*<table\b/.test(html)
    ? `<div class="table" tabindex="0" role="region" aria-label="Table">${html}</div>`
    : paper(html);
}

const paper = (inside: string) => `<figure class="paper">${inside}</figure>`;

const picture = (type: string, base64: string, alt: string) =>
  element("img", { src: `data:${type};base64,${base64}`, alt });

function frame(html: string, alt: string): string {
  const title = alt.split("\n")[0]!.slice(0, 300) || "Interactive figure";
  return element(
    "iframe",
    {
      class: "paper live",
      title,
      sandbox: "allow-scripts",
      allow: "clipboard-write",
      srcdoc: framePage(html),
    },
    "",
  );
}

/** Says its height whenever that changes or the page asks, so that the frame never needs a scroll bar of its own. */
const sayHeight = `(function () {
  function say() {
    parent.postMessage({ ganbookHeight: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  }
  new ResizeObserver(say).observe(document.documentElement);
  addEventListener("message", say);
})()`;

const frameStyle =
  "html{color-scheme:light;background:#fff;color:#1f2328;font:15px/1.5 system-ui,sans-serif}" +
  "body{margin:0;padding:12px;overflow-x:auto}button,input{font:inherit}:focus-visible{outline:3px solid #0a58ca;outline-offset:2px}";

function framePage(html: string): string {
  return (
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Figure</title><style>${frameStyle}</style></head>` +
    `<body>${html}<script>${sayHeight}</script></body></html>`
  );
}

function textOf(part: unknown): string {
  return Array.isArray(part) ? part.join("") : typeof part === "string" ? part : "";
}
