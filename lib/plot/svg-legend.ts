/** The legend: each series' name beside a piece of its line, with its dash and marker. */
import { element, escapeText } from "./markup";
import type { Trace } from "./plotly";
import { DASHES, symbolPath } from "./svg-marks";

const CHARACTER = 6.9; // width of an average character at 12 pixels
const ROW = 20;

/** Places the names in as many lines as they need. */
export function layoutLegend(
  data: Trace[],
  box: { x: number; y: number; width: number; shown: boolean },
): { markup: string; height: number } {
  const named = box.shown
    ? data.filter((trace) => trace.showlegend !== false).sort((a, b) => rank(a) - rank(b))
    : [];
  let [x, row] = [box.x, 0];
  const entries = named.map((trace) => {
    const width = 34 + trace.name.length * CHARACTER + 16;
    if (x > box.x && x + width > box.x + box.width) [x, row] = [box.x, row + 1];
    const markup = legendEntry(trace, x, box.y + row * ROW + ROW / 2);
    x += width;
    return markup;
  });
  return { markup: entries.join(""), height: named.length === 0 ? 0 : (row + 1) * ROW };
}

function rank(trace: Trace): number {
  return (trace.type === "scatter" ? trace.legendrank : undefined) ?? 1000;
}

function legendEntry(trace: Trace, x: number, y: number): string {
  const text = element("text", { x: x + 34, y: y + 4 }, escapeText(trace.name));
  if (trace.type === "heatmap") return text;
  if (trace.type === "bar")
    return element("rect", { x: x + 10, y: y - 6, width: 16, height: 12, fill: trace.marker.color }) + text;
  const parts = [];
  if (trace.mode !== "markers" && trace.line !== undefined) {
    const { color, width, dash } = trace.line;
    const stroke = { stroke: color, "stroke-width": width, "stroke-dasharray": DASHES[dash] };
    parts.push(element("line", { x1: x, x2: x + 28, y1: y, y2: y, ...stroke }));
  }
  if (trace.mode !== "lines" && trace.marker !== undefined) {
    parts.push(
      element("path", { d: symbolPath(trace.marker.symbol, [x + 14, y], 4), fill: trace.marker.color }),
    );
  }
  return parts.join("") + text;
}
