/** The look of outputs that change while work goes on. All styles are inline: an output brings no style sheet. */
import { element, escapeText } from "./markup";
import { FAINT_INK, FONT, GRID, INK, PAPER } from "./palette";

const BAR = "#0072B2";

/** A white card with a heading, a line of facts, a bar, and what comes under it (markup). */
export function progressCard(card: {
  title: string;
  facts: string;
  done: number;
  total: number;
  width: number;
  below?: string[];
}): string {
  const style =
    `font-family:${FONT};font-size:13px;line-height:1.5;color:${INK};background:${PAPER};border:1px solid #d0d7de;` +
    `border-radius:6px;padding:10px 12px;max-width:${card.width}px;box-sizing:border-box`;
  const facts = element(
    "span",
    { style: `color:${FAINT_INK};font-variant-numeric:tabular-nums` },
    escapeText(card.facts),
  );
  const heading = element("strong", { style: "margin-right:10px" }, escapeText(card.title));
  return element(
    "div",
    { style },
    element("div", {}, heading, facts),
    progressBar(card),
    ...(card.below ?? []),
  );
}

function progressBar({ title, done, total }: { title: string; done: number; total: number }): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const spoken = {
    role: "progressbar",
    "aria-label": title,
    "aria-valuemin": 0,
    "aria-valuemax": total,
    "aria-valuenow": done,
  };
  const groove = `height:8px;margin:6px 0 2px;background:${GRID};border-radius:4px;overflow:hidden`;
  const bar = element(
    "div",
    { style: `height:8px;width:${(share * 100).toFixed(1)}%;background:${BAR}` },
    "",
  );
  return element("div", { ...spoken, style: groove }, bar);
}

/** Things side by side that go under each other where there is no room. */
export function row(...parts: string[]): string {
  return element("div", { style: "display:flex;flex-wrap:wrap;gap:8px;margin-top:8px" }, ...parts);
}

/** A picture of fixed size, so that the page does not jump when it is drawn anew. */
export function stillImage(image: { source: string; alt: string; width: number; height: number }): string {
  const { source, alt, width, height } = image;
  // Decoded before it is painted: without this, each update flickers.
  return element("img", {
    src: source,
    alt,
    width,
    height,
    decoding: "sync",
    style: "max-width:100%;height:auto",
  });
}

export function svgSource(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
