/** A player's visit to the playground of chapter 02, in a real browser: by mouse, by keys, on a phone, in the dark. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { darkColours, paperColours } from "../../lib/plot/playground/look";
import { NODES } from "../../lib/plot/playground/targets";
import { playground } from "../../lib/plot/playground/playground";
import { findBrowser, startBrowser } from "./lab";

const canRun = findBrowser() !== undefined;

it.runIf(process.env.CI)("a browser is there", () =>
  expect(canRun, "install Chromium, or set CHROME_PATH").toBe(true),
);

describe.skipIf(!canRun)(
  canRun ? "the playground in a browser" : "the playground in a browser (none found)",
  () => {
    let browser: Browser;
    const troubles: string[] = [];

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser?.close());

    async function open(options: BrowserContextOptions = {}, body = ""): Promise<Page> {
      const page = await (await browser.newContext(options)).newPage();
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) troubles.push(message.text());
      });
      page.on("pageerror", (error) => troubles.push(String(error)));
      page.on("request", (request) => troubles.push(`asked for ${request.url()}`));
      const output = playground().bundle["text/html"] as string;
      await page.setContent(
        `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Playground</title><body ${body}>${output}</body></html>`,
      );
      return page;
    }

    const part = (page: Page, name: string) => page.locator(`[data-part="${name}"]`);
    const numberIn = async (page: Page, name: string) => parseFloat(await part(page, name).innerText());
    const fastest = (page: Page) => page.getByLabel(/^speed/).fill("8");
    const off = async (page: Page) =>
      Math.abs((await numberIn(page, "fake-mean")) - (await numberIn(page, "real-mean")));

    it("trains when asked to, moves the generated numbers to the target, and pauses", async () => {
      const page = await open();
      expect(await numberIn(page, "steps")).toBe(0);
      expect(await part(page, "no-script").isVisible()).toBe(false);
      const before = await numberIn(page, "overlap");
      expect(await off(page)).toBeGreaterThan(1);

      await fastest(page);
      await page.getByRole("button", { name: "Play" }).click();
      await expect.poll(() => numberIn(page, "steps"), { timeout: 60_000 }).toBeGreaterThan(1200);
      await expect.poll(() => off(page), { timeout: 60_000 }).toBeLessThan(0.2);
      await page.getByRole("button", { name: "Pause" }).click();

      const steps = await numberIn(page, "steps");
      expect(await numberIn(page, "overlap")).toBeGreaterThan(before + 40);
      expect(await part(page, "spoken").innerText()).toContain(`Step ${steps}.`);
      await page.waitForTimeout(200);
      expect(await numberIn(page, "steps")).toBe(steps);

      await page.getByRole("button", { name: "Reset" }).click();
      expect(await numberIn(page, "steps")).toBe(0);
      expect(await off(page)).toBeGreaterThan(1);
      await page.context().close();
    });

    it("goes by single steps: only D leaves the generated numbers, only G moves them", async () => {
      const page = await open();
      const curves = () =>
        part(page, "board")
          .locator("path[stroke='var(--pg-fake)'], path[stroke='var(--pg-score)']")
          .evaluateAll((all) => all.map((one) => one.getAttribute("d")).filter((d) => d!.length > 100));
      const start = await curves();
      expect(start.length).toBe(2);
      await page.getByRole("button", { name: "Only D" }).click();
      const afterD = await curves();
      expect([afterD[0] === start[0], afterD[1] === start[1]]).toEqual([true, false]);
      await page.getByRole("button", { name: "Only G" }).click();
      const afterG = await curves();
      expect([afterG[0] === afterD[0], afterG[1] === afterD[1]]).toEqual([false, true]);
      await page.getByRole("button", { name: "One step" }).click();
      expect(await numberIn(page, "steps")).toBe(3);
      await page.context().close();
    });

    it("lets one draw a target by keys, and learns it", async () => {
      const page = await open();
      const column = (place: number) => part(page, "pad").getByRole("slider").nth(place);
      // Tab comes to one column only; the arrow keys go on from there.
      await part(page, "target").focus();
      await page.keyboard.press("Tab");
      expect(await column(16).evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
      for (let i = 16; i > 0; i--) await page.keyboard.press("ArrowLeft");
      for (const x of NODES) {
        await page.keyboard.press("Home");
        if (Math.abs(x + 2) < 0.5)
          for (const key of ["PageUp", "PageUp", "ArrowUp", "ArrowUp", "ArrowDown"])
            await page.keyboard.press(key);
        await page.keyboard.press("ArrowRight");
      }
      expect(await column(8).getAttribute("aria-valuenow")).toBe("55");
      expect(await column(8).getAttribute("aria-valuetext")).toBe("55 percent");
      expect(await part(page, "target").inputValue()).toBe("your own");
      expect(await numberIn(page, "real-mean")).toBe(-2);
      await fastest(page);
      await page.getByRole("button", { name: "Play" }).click();
      await expect.poll(() => numberIn(page, "fake-mean"), { timeout: 60_000 }).toBeLessThan(-1.6);
      await page.context().close();
    });

    it("lets one draw a target by mouse, and says when nothing is left", async () => {
      const page = await open();
      await part(page, "pad").scrollIntoViewIfNeeded();
      const box = (await part(page, "pad").boundingBox())!;
      const to = (across: number, up: number) =>
        page.mouse.move(box.x + box.width * across, box.y + box.height * (1 - up));
      await to(0.01, 0.003);
      await page.mouse.down();
      await to(0.99, 0.003);
      await page.mouse.up();
      expect(await part(page, "hint").innerText()).toContain("Nothing is drawn");
      await to(0.7, 0.8);
      await page.mouse.down();
      await to(0.9, 0.8);
      await page.mouse.up();
      expect(await part(page, "hint").innerText()).toBe("");
      const heights = await part(page, "pad")
        .getByRole("slider")
        .evaluateAll((all) => all.map((one) => Number(one.getAttribute("aria-valuenow"))));
      expect(heights.slice(24, 29).every((height) => height > 75 && height < 85)).toBe(true); // none is skipped
      expect(heights.slice(0, 22).every((height) => height === 0)).toBe(true);
      expect(await numberIn(page, "real-mean")).toBeGreaterThan(2);
      await page.context().close();
    });

    it("names every control, and each can be reached by Tab", async () => {
      const page = await open();
      for (const name of ["Play", "One step", "Only D", "Only G", "Reset"])
        expect(await page.getByRole("button", { name }).count(), name).toBe(1);
      for (const label of [
        /^seed/,
        /^speed/,
        /^learning rate of D/,
        /^learning rate of G/,
        /^loss of G/,
        /^what is real/,
      ])
        expect(await page.getByLabel(label).count(), String(label)).toBe(1);
      expect(await page.getByRole("img", { name: /density of the real numbers/ }).count()).toBe(1);
      const reached = new Set<string>();
      await page.locator("body").click({ position: { x: 1, y: 1 } });
      for (let i = 0; i < 14; i++) {
        await page.keyboard.press("Tab");
        reached.add(
          await page.evaluate(
            "document.activeElement.dataset.part ?? document.activeElement.getAttribute('role')",
          ),
        );
      }
      for (const name of [
        "play",
        "step",
        "step-d",
        "step-g",
        "reset",
        "seed",
        "speed",
        "d-rate",
        "g-rate",
        "loss",
        "target",
        "slider",
      ])
        expect([...reached], name).toContain(name);
      await page.context().close();
    });

    it("fits a phone: nothing is cut off, and the board is drawn for its width", async () => {
      const page = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
      const board = await part(page, "board").locator("svg").first().boundingBox();
      expect(board!.width).toBeGreaterThan(270);
      expect(board!.x + board!.width).toBeLessThanOrEqual(360);
      for (const button of await page.getByRole("button").all())
        expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(24);
      await page.context().close();
    });

    it.each([
      ["JupyterLab's dark theme", 'data-jp-theme-light="false"', "light", darkColours.paper],
      ["JupyterLab's light theme on a dark system", 'data-jp-theme-light="true"', "dark", paperColours.paper],
      ["a page that says nothing, on a dark system", "", "dark", darkColours.paper],
      ["a page that says nothing, on a light system", "", "light", paperColours.paper],
    ] as const)("has the colours of %s", async (_, body, colorScheme, paper) => {
      const page = await open({ colorScheme }, body);
      const background = await page
        .locator(".ganbook-playground")
        .evaluate((root) => (globalThis as unknown as Styles).getComputedStyle(root).backgroundColor);
      const [r, g, b] = [1, 3, 5].map((at) => parseInt(paper.slice(at, at + 2), 16));
      expect(background).toBe(`rgb(${r}, ${g}, ${b})`);
      await page.context().close();
    });

    it("draws twice a second, and says so, where less motion is asked for", async () => {
      const page = await open({ reducedMotion: "reduce" });
      expect(await part(page, "calm").isVisible()).toBe(true);
      await page.evaluate(
        `globalThis.drawn = 0; new MutationObserver(() => globalThis.drawn++).observe(document.querySelector('[data-part="board"]'), { childList: true })`,
      );
      await fastest(page);
      await page.getByRole("button", { name: "Play" }).click();
      await page.waitForTimeout(2000);
      const drawn = Number(await page.evaluate("globalThis.drawn"));
      expect(drawn).toBeGreaterThan(0);
      expect(drawn).toBeLessThanOrEqual(6);
      expect(await numberIn(page, "steps")).toBeGreaterThan(30);
      await page.context().close();
    });

    it("stops when its output is removed, runs twice on one page, and never complained", async () => {
      const page = await open();
      const output = playground().bundle["text/html"] as string;
      await page.setContent(`<!doctype html><title>Two</title>${output}${output}`);
      await part(page, "step").nth(1).click();
      expect(await part(page, "steps").allInnerTexts()).toEqual(["0", "1"]);
      await page.getByRole("button", { name: "Play" }).first().click();
      await page.evaluate("document.body.innerHTML = ''");
      await page.waitForTimeout(100);
      expect(troubles).toEqual([]);
      await page.context().close();
    });
  },
);

interface Styles {
  getComputedStyle(element: unknown): { backgroundColor: string };
}
