/** The book as its reader has it: opened from the disk in a browser, without a network, page by page. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coursePages } from "../../lib/book/pages";
import { writeBook } from "../../lib/book/write-book";
import { readNotebook } from "../notebooks/notebook";
import { findBrowser, root, startBrowser } from "./lab";

const SLOW = 600_000; // alone it may have to run every chapter first; behind the step "notebooks" it takes some seconds
const canRun = findBrowser() !== undefined && existsSync(join(root, ".venv"));
const files = ["index.html", ...coursePages().map(({ file }) => file)];

interface Visit {
  page: Page;
  /** Errors on the console, of scripts and of requests. */
  errors: string[];
  requests: string[];
}

describe.skipIf(!canRun)(canRun ? "the book" : "the book (no browser or no .venv)", () => {
  let folder: string;
  let browser: Browser;
  const visits = new Map<string, Visit>();

  beforeAll(async () => {
    mkdirSync(join(root, ".cache"), { recursive: true });
    folder = mkdtempSync(join(root, ".cache", "book-test-"));
    await writeBook({ out: folder, preset: "smoke", onStart: () => {}, onDone: () => {} });
    browser = await startBrowser();
    for (const file of files) visits.set(file, await visit(file));
  }, SLOW);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function visit(file: string): Promise<Visit> {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    const [errors, requests]: [string[], string[]] = [[], []];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("requestfailed", (request) => errors.push(`${request.url()} failed`));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, file)).href, { waitUntil: "load" });
    await scrollThrough(page);
    return { page, errors, requests };
  }

  it.each(files)("%s: nothing is missing, nothing is wrong, nothing is asked of a network", async (file) => {
    const { page, errors, requests } = visits.get(file)!;
    expect(errors).toEqual([]);
    expect(requests.filter((url) => !/^(file|data|about):/.test(url))).toEqual([]);
    expect(await page.locator(".katex-error").allTextContents()).toEqual([]);
    // The article's own formula is quoted as it was printed, as code.
    const prose = await page.evaluate<string>(`[...document.querySelectorAll("main .text")].map((text) => {
      const copy = text.cloneNode(true);
      for (const code of copy.querySelectorAll("code, pre, annotation")) code.remove();
      return copy.textContent;
    }).join("\\n")`);
    expect(prose.match(/\$\$|\\frac|\\log/g) ?? [], "formulas that were left as they are typed").toEqual([]);
    for (const frame of page.frames()) expect(await brokenPictures(frame)).toEqual([]);
    expect(await page.locator("iframe:not([title])").count()).toBe(0);
  });

  it("has no link that leads nowhere", async () => {
    const places = new Map<string, Set<string>>();
    for (const [file, { page }] of visits)
      places.set(file, new Set(await page.locator("[id]").evaluateAll((all) => all.map((one) => one.id))));
    for (const [file, { page }] of visits) {
      const links = await page
        .locator("a[href]")
        .evaluateAll((all) => all.map((one) => one.getAttribute("href")!));
      for (const link of links.filter((one) => !/^(https?|mailto):/.test(one))) {
        const [target = "", anchor] = link.split("#");
        const found = places.get(target === "" ? file : target);
        expect(found, `${file} links to ${link}`).toBeDefined();
        if (anchor) expect(found!.has(decodeURIComponent(anchor)), `${file} links to ${link}`).toBe(true);
      }
    }
  });

  it.each(files)("%s: no cell broke the page, and it fits a phone", async (file) => {
    const { page } = visits.get(file)!;
    const source = coursePages().find((one) => one.file === file)?.source;
    if (source) {
      const cells = readNotebook(source).cells.filter(({ cell_type }) => cell_type === "code").length;
      expect(await page.locator("main > .cell.code").count()).toBe(cells);
    }
    expect(await page.locator("main > .turn").count()).toBe(1);
    await page.setViewportSize({ width: 375, height: 700 });
    const tooWide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(tooWide, "pixels to the right of the screen").toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1400, height: 1000 });
  });

  it("draws its charts with one Plotly for the whole site", async () => {
    const { page, requests } = visits.get("00-start-here.html")!;
    const charts = await page.locator("figure.chart").count();
    expect(charts).toBeGreaterThan(0);
    expect(await page.locator("figure.chart .js-plotly-plot svg.main-svg").count()).toBeGreaterThanOrEqual(
      charts,
    );
    expect(requests.filter((url) => url.endsWith("assets/plotly.js"))).toHaveLength(1);
  });

  it("plays films, moves over maps and takes guesses, each in its frame", async () => {
    const { page } = visits.get("00-start-here.html")!;
    const game = await frameWith(page, "[data-tile]");
    await game.locator("[data-tile]").first().click();
    expect(await game.locator("[data-line]").innerText()).toMatch(/"R\?{11}"/);

    const dcgan = visits.get("05-dcgan.html")!.page;
    const film = await frameWith(dcgan, "[data-ganbook-film]");
    const last = await film.locator("[data-part=caption]").innerText();
    await film.locator("[data-part=slider]").press("Home");
    expect(await film.locator("[data-part=caption]").innerText()).not.toBe(last);
    const map = await frameWith(dcgan, ".across");
    await map.locator(".across").press("End");
    expect(await map.locator(".place").innerText()).toBe("100 % right, 0 % down");
  });

  it("finds words in every chapter, and goes there", async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    await page.keyboard.press("/");
    await page.keyboard.type("transposed convolution");
    const hit = page.locator("#results a").first();
    await hit.waitFor();
    expect(await hit.getAttribute("href")).toMatch(/^05-dcgan\.html#/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/05-dcgan\.html#/);
    await page.close();
  });

  it("is dark where the reader wants it, and stays so on the next page", async () => {
    const context = await browser.newContext({ colorScheme: "light" });
    const page = await context.newPage();
    const brightness = async () => {
      const colour = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      const [red = 0, green = 0, blue = 0] = colour.match(/[\d.]+/g)!.map(Number);
      return red + green + blue;
    };
    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    expect(await brightness()).toBeGreaterThan(600);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await brightness()).toBeLessThan(150);
    await page.locator("#theme").click(); // auto -> light
    expect(await brightness()).toBeGreaterThan(600);
    await page.locator(".chapters a").nth(1).click();
    await page.waitForURL((url) => !url.pathname.endsWith("index.html"), { waitUntil: "load" });
    expect(await brightness()).toBeGreaterThan(600);
    await context.close();
  });

  it("lets a keyboard skip to the text", async () => {
    const { page } = visits.get("index.html")!;
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    expect(fileURLToPath(page.url())).toContain("index.html");
  });
});

/** As a reader goes through it, so that charts draw and frames grow. */
async function scrollThrough(page: Page): Promise<void> {
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  for (let y = 0; y < height; y += 1500) {
    await page.evaluate(`scrollTo(0, ${y})`);
    await page.waitForTimeout(30);
  }
  await page.waitForFunction(
    "[...document.querySelectorAll('figure.chart')].every((one) => one.querySelector('svg.main-svg'))",
    undefined,
    { timeout: 60_000 },
  );
}

/** Pictures that did not load, or that say nothing to somebody who cannot see them. */
function brokenPictures(frame: Frame): Promise<string[]> {
  return frame.evaluate<string[]>(`[...document.images]
    .filter((one) => !one.closest("[hidden]") && !one.matches(".js-plotly-plot *"))
    .filter((one) => !one.alt || (one.complete && one.naturalWidth === 0))
    .map((one) => one.outerHTML.slice(0, 200))`);
}

async function frameWith(page: Page, selector: string): Promise<Frame> {
  for (const frame of page.frames()) if ((await frame.locator(selector).count()) > 0) return frame;
  throw new Error(`No frame of ${page.url()} has ${selector}.`);
}
