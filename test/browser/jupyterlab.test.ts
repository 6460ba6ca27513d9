/** A reader's visit in real JupyterLab: run all cells, watch the training, press Stop, go on with what was learnt. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  findBrowser,
  openNotebook,
  pressStop,
  root,
  runAllCells,
  startBrowser,
  startLab,
  waitUntilIdle,
} from "./lab";
import type { Lab } from "./lab";

const SLOW = 300_000; // half a minute in all on an idle machine; a loaded one starts a kernel in that time alone
const chapter = join(root, "notebooks", "00-start-here.ipynb");
const fixture = join(root, "test", "browser", "fixture.ipynb");
const playground = join(root, "test", "browser", "playground.ipynb");
const browserPath = findBrowser();
const canRun = browserPath !== undefined && existsSync(join(root, ".venv"));

it.runIf(process.env.CI)("a browser and JupyterLab are there", () => {
  expect(browserPath, "install Chromium, or set CHROME_PATH").toBeDefined();
  expect(existsSync(join(root, ".venv"))).toBe(true);
});

describe.skipIf(!canRun)(canRun ? "JupyterLab in a browser" : "JupyterLab in a browser (none found)", () => {
  let lab: Lab;
  let browser: Browser;

  beforeAll(async () => {
    // Long enough a training to be stopped.
    lab = await startLab([fixture, playground, chapter].filter(existsSync), { GANBOOK_PRESET: "short" });
    browser = await startBrowser();
  }, SLOW);

  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });

  it(
    "draws pictures, charts and a live view, and keeps the weights after Stop",
    { timeout: 2 * SLOW },
    async () => {
      const page = await openNotebook(browser, lab, basename(fixture));
      await runAllCells(page);
      await watchTrainingAndStop(page);
      await waitUntilIdle(page, SLOW);

      expect(await page.locator('img[alt="Eight sprites"]').evaluate(naturalWidth)).toBeGreaterThan(8 * 32);
      await expectPlotly(page, "discriminator loss goes from");
      await expectText(page, "stopped at step");
      const last = await page
        .locator(".jp-Notebook .jp-CodeCell")
        .last()
        .locator(".jp-OutputArea")
        .innerText();
      expect(last).toMatch(/stopped: true, steps: [1-9]\d*, weights kept: true/);
      expect(await stderr(page)).toEqual([]);
      await page.close();
    },
  );

  it("leaves its keys to a control in an output", { timeout: SLOW }, async () => {
    const page = await openNotebook(browser, lab, basename(playground));
    await runAllCells(page);
    await waitUntilIdle(page, SLOW);
    const part = (name: string) => page.locator(`[data-part="${name}"]`);
    const cells = page.locator(".jp-Notebook .jp-Cell");
    const before = await cells.count();
    for (const control of [
      part("play"),
      part("speed"),
      part("target"),
      part("pad").locator("[tabindex='0']"),
    ]) {
      await control.focus();
      // In JupyterLab: a cell above, a cell below, this cell becomes text, cut, delete.
      for (const key of ["a", "b", "m", "x", "d", "d"]) await page.keyboard.press(key);
      expect(await cells.count()).toBe(before);
      expect(await control.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    }
    await part("speed").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    expect(await part("speed-words").innerText()).toBe("2 steps a second");
    await part("play").focus();
    await page.keyboard.press("Space");
    await expect
      .poll(async () => Number(await part("steps").innerText()), { timeout: SLOW / 5 })
      .toBeGreaterThan(1);
    expect(await stderr(page)).toEqual([]);
    await page.close();
  });

  it.skipIf(!existsSync(chapter))("chapter 00 goes on after Stop", { timeout: 2 * SLOW }, async () => {
    const page = await openNotebook(browser, lab, basename(chapter));
    await runAllCells(page);
    await watchTrainingAndStop(page);
    await waitUntilIdle(page, 2 * SLOW);

    await expectText(page, "stopped at step");
    const pictures = await page
      .locator(".jp-OutputArea img:not(.plot-img)") // Plotly's renderer keeps a hidden image of its own
      .evaluateAll((all) => all.map((one) => one.getAttribute("alt")));
    expect(pictures.length).toBeGreaterThan(0);
    expect(
      pictures.filter((alt) => !alt),
      "pictures without alt text",
    ).toEqual([]);
    await expectPlotly(page, "");
    expect(await stderr(page)).toEqual([]);
    expect(
      await page.locator(".jp-CodeCell .jp-InputPrompt", { hasText: "[ ]" }).count(),
      "cells that did not run",
    ).toBe(0);
    await page.close();
  });
});

/** Waits for the live view, sees it change twice while it trains, then presses the Stop button. */
async function watchTrainingAndStop(page: Page): Promise<void> {
  const samples = page.locator('img[alt^="Generated after"]').first();
  await samples.waitFor({ timeout: SLOW });
  const seen = new Set<string | null>();
  await expect
    .poll(async () => seen.add(await samples.getAttribute("alt")).size, { timeout: SLOW, interval: 300 })
    .toBeGreaterThanOrEqual(3);
  expect(await samples.evaluate(naturalWidth)).toBeGreaterThan(100);
  const charts = await samples.locator("xpath=../..").locator('img[src^="data:image/svg"]').count();
  expect(charts, "curves in the live view").toBe(2);
  await pressStop(page);
}

/** Plotly has drawn, with a height that a reader can see, and the words for a screen reader are in it. */
async function expectPlotly(page: Page, words: string): Promise<void> {
  const plot = page.locator(".js-plotly-plot").first();
  await plot.locator("svg.main-svg").first().waitFor({ timeout: SLOW });
  expect((await plot.boundingBox())?.height).toBeGreaterThan(200);
  expect(
    await plot
      .locator("svg")
      .allTextContents()
      .then((texts) => texts.join(" ")),
  ).toContain(words);
}

async function expectText(page: Page, text: string): Promise<void> {
  await page.locator(".jp-OutputArea", { hasText: text }).first().waitFor({ timeout: 10_000 });
}

/** What went wrong in the kernel: it reports failed cells as text on stderr. */
function stderr(page: Page): Promise<string[]> {
  return page
    .locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]')
    .allInnerTexts();
}

/** Runs in the browser; the image is decoded where this is not 0. */
function naturalWidth(image: unknown): number {
  return (image as { naturalWidth: number }).naturalWidth;
}
