/** One place under a cell that is drawn anew, a few times a second at most, while long work goes on. */
import { randomBytes } from "node:crypto";
import { notebookWriter, type NotebookWriter } from "./kernel";

export interface LiveContent {
  html: string;
  /** The same in one line of words; printed where there is no notebook. */
  text: string;
}

export interface LiveDisplay {
  /** Whether enough time has gone by to draw again. */
  isDue(): boolean;
  /** Draws, whether due or not. */
  draw(content: LiveContent): void;
}

/** Outside a notebook lines cannot be drawn over, so there are few of them. */
const SECONDS_BETWEEN_LINES = 5;

/**
 * The first drawing makes the output, later ones replace it; the last one stays in the notebook. The output is HTML because
 * JupyterLab draws an updated Plotly output only once.
 *
 * @param seconds Between two drawings.
 */
export function liveDisplay(seconds: number): LiveDisplay {
  const writer = notebookWriter();
  const interval = 1000 * (writer === undefined ? Math.max(seconds, SECONDS_BETWEEN_LINES) : seconds);
  const send = writer === undefined ? printLine() : sendUpdate(writer);
  let last = -Infinity;
  return {
    isDue: () => performance.now() - last >= interval,
    draw(content) {
      send(content);
      last = performance.now();
    },
  };
}

function sendUpdate(writer: NotebookWriter): (content: LiveContent) => void {
  const id = `ganbook-${randomBytes(8).toString("hex")}`;
  let isFirst = true;
  return ({ html, text }) => {
    const bundle = { "text/html": html, "text/plain": text };
    if (isFirst) writer.display(bundle, id);
    else writer.update(bundle, id);
    isFirst = false;
  };
}

function printLine(): (content: LiveContent) => void {
  let printed = "";
  return ({ text }) => {
    if (text !== printed) console.log(text);
    printed = text;
  };
}
