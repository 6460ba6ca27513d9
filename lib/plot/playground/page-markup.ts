/** The playground's page as text: what stands there before its script runs. */
import { imgTag } from "../figure";
import { element, escapeText } from "../markup";
import { FONT } from "../palette";
import { BOARD_LEFT, BOARD_RIGHT, boardMarkup, type BoardColours } from "./board";
import { firstSettings, Game, type Settings } from "./game";
import { darkColours, FIRST_SPEED, paperColours, SPEEDS } from "./look";
import { firstTarget, heightsOf, NODES, targets } from "./targets";

/**
 * A picture and a sentence, which the script replaces by the playground itself: a viewer that runs no script would otherwise show
 * dead buttons.
 *
 * @param script What brings it to life; see `page/main.ts`.
 */
export function playgroundMarkup(
  script: string,
  { alt, settings }: { alt: string; settings: Settings },
): string {
  const frame = {
    class: "ganbook-playground",
    "data-ganbook-playground": "",
    role: "group",
    "aria-label": alt,
  };
  const view = new Game(settings, heightsOf(firstTarget)).view();
  const still = Buffer.from(boardMarkup(view, { width: 560, colours: paperColours, font: FONT }));
  const words = "The playground needs its script. In JupyterLab, trust this notebook and run the cell.";
  const fill = `for(const root of document.querySelectorAll("[data-ganbook-playground]:not([data-ready])"))root.innerHTML=${JSON.stringify(inside(settings))};`;
  return (
    `<style>${styleSheet}</style>` +
    element(
      "div",
      frame,
      element("p", { "data-part": "no-script" }, words),
      imgTag({ bytes: still, type: "image/svg+xml", alt: boardWords, width: 560 }),
    ) +
    // "</script" inside a string would end the script.
    `<script>${(fill + script).replace(/<\/(script)/gi, "<\\/$1")}</script>`
  );
}

function inside(settings: Settings): string {
  return (
    element("div", { "data-part": "controls" }, playRow, settingsRow(settings)) +
    `<div data-part="frame"><div data-part="board" role="img" aria-label="${escapeText(boardWords)}"></div></div>` +
    numbers +
    drawing +
    `<p data-part="calm" class="pg-note" hidden>Your system asks for less motion: the picture is drawn twice a second.</p>` +
    `<p data-part="spoken" class="pg-spoken" aria-live="polite"></p>`
  );
}

const boardWords =
  "Top: the density of the real numbers, filled, and of the generated ones, dashed. Middle: the discriminator's curve D(x), " +
  "from 0, surely generated, to 1, surely real. Bottom: 24 generated numbers, each with an arrow that shows where it is pushed.";

const button = (name: string, words: string, title: string) =>
  `<button type="button" data-part="${name}" title="${escapeText(title)}">${words}</button>`;

const playRow = element(
  "div",
  { class: "pg-row" },
  button("play", "▶ Play", "Train until you pause"),
  button("step", "One step", "First the discriminator, then the generator"),
  button("step-d", "Only D", "One step of the discriminator"),
  button("step-g", "Only G", "One step of the generator"),
  button("reset", "Reset", "New networks from the seed"),
  `<label>seed <input type="number" data-part="seed" min="0" max="9999" step="1" value="${firstSettings.seed}"></label>`,
);

function slider(
  name: string,
  words: string,
  range: { min: number; max: number; step: number; value: number },
): string {
  const input = element("input", { type: "range", "data-part": name, ...stringly(range) });
  return `<label class="pg-slider">${words} <span data-part="${name}-words"></span>${input}</label>`;
}

/** `element` rounds numbers to tenths, which would move a logarithm. */
const stringly = (values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

function settingsRow({ dRate, gRate }: Settings): string {
  const rates = { min: -3, max: 0.5, step: 0.01 };
  const log10 = (value: number) => Number(Math.log10(value).toFixed(2));
  return element(
    "div",
    { class: "pg-row" },
    slider("speed", "speed:", { min: 0, max: SPEEDS.length - 1, step: 1, value: FIRST_SPEED }),
    slider("d-rate", "learning rate of D:", { ...rates, value: log10(dRate) }),
    slider("g-rate", "learning rate of G:", { ...rates, value: log10(gRate) }),
    `<label>loss of G <select data-part="loss">` +
      `<option value="non-saturating">−log D (non-saturating)</option>` +
      `<option value="saturating">log(1 − D) (saturating)</option></select></label>`,
  );
}

const cell = (name: string) => `<td data-part="${name}"></td>`;
const numbers =
  `<table class="pg-numbers"><tr><th scope="col">after <span data-part="steps">0</span> steps</th><th scope="col">mean</th>` +
  `<th scope="col">spread</th><th scope="col">mean of D</th></tr>` +
  `<tr><th scope="row">real</th>${cell("real-mean")}${cell("real-spread")}${cell("real-score")}</tr>` +
  `<tr><th scope="row">generated</th>${cell("fake-mean")}${cell("fake-spread")}${cell("fake-score")}</tr>` +
  `<tr><th scope="row">overlap of the two</th><td colspan="3" data-part="overlap"></td></tr></table>`;

const columns = NODES.map((x, i) => {
  const words = `Height of the target at x = ${x.toFixed(1)}`;
  return (
    `<span role="slider" tabindex="${i === (NODES.length - 1) / 2 ? 0 : -1}" aria-orientation="vertical" aria-valuemin="0" aria-valuemax="100" ` +
    `aria-valuenow="0" aria-label="${words}"></span>`
  );
}).join("");

const choices = [...Object.keys(targets), "your own"]
  .map((name) => `<option${name === firstTarget ? " selected" : ""}>${name}</option>`)
  .join("");

const drawing =
  `<div class="pg-row"><label>what is real: <select data-part="target">${choices}</select></label>` +
  `<span class="pg-note">or draw it: drag over the columns; by keys, Tab to a column, ← → to the next, ↑ ↓ to change it</span></div>` +
  `<div data-part="pad" class="pg-pad" role="group" aria-label="The target, drawn as ${NODES.length} columns">${columns}</div>` +
  `<p data-part="hint" class="pg-note" role="status"></p>`;

const variables = (colours: BoardColours) =>
  Object.entries(colours)
    .map(([name, colour]) => `--pg-${name}:${colour}`)
    .join(";");

/** The page's theme where it says one (JupyterLab, VS Code, this course's book), else the system's. */
const dark = ':is([data-jp-theme-light="false"],[data-theme="dark"],.vscode-dark)';
const undecided = ":root:not(:has([data-jp-theme-light],.vscode-light)):not([data-theme])";

const styleSheet = `
.ganbook-playground{${variables(paperColours)};color-scheme:light}
${dark} .ganbook-playground,${dark}.ganbook-playground{${variables(darkColours)};color-scheme:dark}
@media (prefers-color-scheme:dark){${undecided} .ganbook-playground{${variables(darkColours)};color-scheme:dark}}
.ganbook-playground{box-sizing:border-box;max-width:760px;padding:12px;border:1px solid var(--pg-grid);border-radius:6px;
background:var(--pg-paper);color:var(--pg-ink);font:14px/1.5 ${FONT}}
.ganbook-playground *{box-sizing:border-box}
.ganbook-playground [hidden]{display:none}
.ganbook-playground svg{display:block;max-width:100%}
.ganbook-playground button,.ganbook-playground select,.ganbook-playground input{font:inherit;color:inherit}
.ganbook-playground button,.ganbook-playground select,.ganbook-playground input[type=number]{min-height:32px;padding:2px 10px;
border:1px solid var(--pg-faint);border-radius:6px;background:var(--pg-paper)}
.ganbook-playground button{cursor:pointer}
.ganbook-playground [data-part=play]{min-width:6em;font-weight:600}
.ganbook-playground input[type=number]{width:5.5em}
.ganbook-playground :focus-visible{outline:3px solid var(--pg-real);outline-offset:1px}
.pg-row{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin:4px 0 8px}
.pg-row button{margin-right:-8px}
.pg-row label{display:inline-flex;flex-wrap:wrap;gap:0 6px;align-items:center}
.pg-slider{width:200px}.pg-slider input{width:100%}
.pg-note{margin:0;color:var(--pg-faint);font-size:13px}
.ganbook-playground .pg-numbers{border-collapse:collapse;margin:8px 0;background:none;font-size:14px;font-variant-numeric:tabular-nums}
.ganbook-playground table.pg-numbers tbody tr:nth-child(n),.ganbook-playground table.pg-numbers tbody tr:hover{background:none;color:inherit}
.ganbook-playground .pg-numbers :is(th,td){padding:2px 14px 2px 0;text-align:right;border:0;font-weight:400;color:inherit}
.ganbook-playground .pg-numbers :is(th[scope=row],tr:first-child th:first-child){text-align:left}
/* Each column stands below its place on the board, whose axis has ${BOARD_LEFT} pixels on its left and ${BOARD_RIGHT} on its right. */
.pg-pad{display:flex;height:110px;--inner:calc(100% - ${BOARD_LEFT + BOARD_RIGHT}px);
width:calc(var(--inner)*${NODES.length}/${NODES.length - 1});margin-left:calc(${BOARD_LEFT}px - var(--inner)/${2 * (NODES.length - 1)});border:1px solid var(--pg-faint);border-radius:4px;touch-action:none;cursor:crosshair;user-select:none}
.pg-pad span{position:relative;flex:1;border-left:1px solid var(--pg-grid)}
.pg-pad span::after{content:"";position:absolute;left:0;right:0;bottom:0;height:var(--height,0%);background:var(--pg-real);opacity:.45;
border-top:2px solid var(--pg-real)}
.pg-spoken{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
`;
