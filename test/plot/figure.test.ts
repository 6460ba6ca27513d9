import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { html, PLOTLY, pngBytes } from "../../lib/plot/figure";
import { lineChart } from "../../lib/plot/line-chart";
import { withOwnKeys } from "../../lib/plot/own-keys";
import { show, writeFigure } from "../../lib/plot/show";

const folder = mkdtempSync(join(tmpdir(), "ganbook-plot-"));
const chart = () => lineChart([{ name: "loss", y: [3, 2, 1] }], { alt: "A loss falls from 3 to 1." });

afterEach(() => {
  vi.restoreAllMocks();
  delete process.env.GANBOOK_PLOT_DIR;
  rmSync(folder, { recursive: true, force: true });
});

describe("figures", () => {
  it("refuses a figure without words", () => {
    expect(() => html("<b>x</b>", { alt: " " })).toThrow(/alt is empty/);
    expect(() => lineChart([{ name: "a", y: [1] }], { alt: "" })).toThrow(/alt is empty/);
  });

  it("keeps HTML as it is, with the words beside it", () => {
    expect(html("<b>x</b>", { alt: "An x." }).bundle).toEqual({
      "text/html": "<b>x</b>",
      "text/plain": "An x.",
    });
  });

  it("says what to give where there is no PNG", () => {
    expect(() => pngBytes(chart())).toThrow(/holds no PNG/);
  });
});

describe("show() outside a notebook", () => {
  it("prints the words and writes nothing", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    show(chart());
    expect(log).toHaveBeenCalledWith("[figure] A loss falls from 3 to 1.");
  });

  it("writes each format under the next free number", () => {
    vi.spyOn(console, "log").mockImplementation(() => {});
    process.env.GANBOOK_PLOT_DIR = folder;
    show(chart());
    show(html("<i>y</i>", { alt: "A y." }));
    const names = [
      "figure-001.plotly.json",
      "figure-001.svg",
      "figure-001.txt",
      "figure-002.html",
      "figure-002.txt",
    ];
    expect(readdirSync(folder).sort()).toEqual(names);
    expect(JSON.parse(readFileSync(join(folder, names[0]!), "utf8")).data[0].y).toEqual([3, 2, 1]);
  });

  it("never throws", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(console, "log").mockImplementation(() => {});
    process.env.GANBOOK_PLOT_DIR = "/dev/null/not-a-folder";
    expect(() => show(chart())).not.toThrow();
    expect(error.mock.calls[0]![0]).toContain("A loss falls from 3 to 1.");
    expect(() => writeFigure(chart(), "/dev/null/not-a-folder")).toThrow();
  });
});

it("keeps words and data in both forms of a chart", () => {
  const { bundle } = lineChart([{ name: "a < b", y: [1, 2] }], { alt: "Words & <data>.", title: "T" });
  const svg = String(bundle["image/svg+xml"]);
  expect(svg).toContain("<desc>Words &amp; &lt;data&gt;.</desc>");
  expect(svg).toContain('aria-label="Words &amp; &lt;data&gt;."');
  expect(svg).toContain('role="img"');
  const figure = bundle[PLOTLY] as { layout: { annotations: { text: string; opacity?: number }[] } };
  const spoken = figure.layout.annotations.find((note) => note.opacity === 0);
  expect(spoken?.text).toBe("Words & &lt;data>.");
});

describe("withOwnKeys", () => {
  it("marks each control, and nothing else", () => {
    const mark = " data-lm-suppress-shortcuts=true";
    const markup = `<p>a</p><button type="button">b</button><input><select></select><i role="slider" tabindex="0"></i><inputs>`;
    expect(withOwnKeys(markup)).toBe(
      `<p>a</p><button${mark} type="button">b</button><input${mark}><select${mark}></select><i role="slider"${mark} tabindex="0"></i><inputs>`,
    );
  });

  it("leaves scripts whole", () => {
    const script = JSON.stringify('<button type="button"><i role="slider" tabindex="0"></i></button>');
    expect(() => new Script(withOwnKeys(script))).not.toThrow();
    expect(withOwnKeys(script).match(/data-lm-suppress-shortcuts=true/g)?.length).toBe(2);
  });
});
