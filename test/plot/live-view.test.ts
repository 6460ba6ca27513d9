import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { animatedWebp, animation, gridFrame } from "../../lib/plot/animation";
import { durationText } from "../../lib/plot/duration";
import type { MimeBundle } from "../../lib/plot/figure";
import * as kernel from "../../lib/plot/kernel";
import { liveView } from "../../lib/plot/live-view";
import type { PictureBytes } from "../../lib/plot/pictures";
import { progress } from "../../lib/plot/progress";
import { tf } from "../../lib/engine/tf";

type Message = { kind: "display" | "update"; html: string; text: string; id?: string };
let messages: Message[];
let now: number;

/** Stands in for the notebook: keeps what is sent, and a clock that the test sets. */
beforeEach(() => {
  messages = [];
  now = 0;
  const keep = (kind: Message["kind"]) => (bundle: MimeBundle, id?: string) =>
    void messages.push({ kind, id, html: String(bundle["text/html"]), text: String(bundle["text/plain"]) });
  vi.spyOn(kernel, "notebookWriter").mockReturnValue({ display: keep("display"), update: keep("update") });
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

function report(step: number, steps = 400) {
  const pace = {
    imagesPerSecond: 151.6,
    elapsedSeconds: step / 2,
    secondsLeft: (steps - step) / 2,
    epoch: step / 100,
  };
  return { step, steps, dLoss: 1.2, gLoss: 0.9, realScore: 0.6, fakeScore: 0.4, ...pace };
}

const black: PictureBytes = { bytes: new Uint8Array(4 * 8 * 8 * 3), shape: [4, 8, 8, 3] };

describe("liveView", () => {
  it("draws one display, twice a second at most, however many steps there are", async () => {
    const view = liveView();
    for (let step = 1; step <= 100; step++) {
      now = step * 50;
      await view.onStep(report(step));
    }
    expect(messages.length).toBe(10);
    expect(messages.map(({ kind }) => kind)).toEqual(["display", ...Array<string>(9).fill("update")]);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
    expect(messages[0]!.id).toBeDefined();
  });

  it("draws the curves of the whole history that it is given: those before a resume, too", async () => {
    const view = liveView();
    now = 1000;
    await view.onStep(report(201));
    expect(messages[0]!.html).not.toContain("<img"); // one point is no curve
    now = 2000;
    const history = Array.from({ length: 202 }, (_, i) => report(i + 1));
    await view.onStep(report(202), history);
    const [svg] = /data:image\/svg\+xml;base64,([^"]+)/.exec(messages[1]!.html)!.slice(1);
    expect(Buffer.from(svg!, "base64").toString()).toMatch(/>0<\/text>/); // the axis begins at the beginning
  });

  it("shows step, speed and time left, then how it ended", async () => {
    const view = liveView({ title: "DCGAN" });
    await view.onStep(report(100));
    expect(messages[0]!.text).toBe("DCGAN: step 100 of 400 · epoch 1.0 · 152 images/s · 2 min 30 s left");
    expect(messages[0]!.html).toContain('aria-valuenow="100"');
    await view.onStep(report(101));
    await view.done();
    expect(messages.at(-1)!.text).toContain("stopped at step 101 of 400");
    await view.onStep(report(400));
    await view.done();
    expect(messages.at(-1)!.text).toContain("400 steps done · epoch 4.0 · 152 images/s · took 3 min 20 s");
    expect(
      messages.at(-1)!.html.match(/<img src="data:image\/svg\+xml;base64,[^"]+" alt="Line chart/g),
    ).toHaveLength(2);
  });

  it("asks for pictures every few seconds and at the end, and frees their tensor", async () => {
    const given: tf.Tensor4D[] = [];
    const samples = () => {
      given.push(tf.zeros([4, 8, 8, 3]));
      return given.at(-1)!;
    };
    const view = liveView({ samples, samplesEvery: 2 });
    for (let second = 0; second < 5; second++) {
      now = second * 1000;
      await view.onStep(report(second + 1));
    }
    expect(given.length).toBe(3); // at 0, 2 and 4 seconds
    await view.done();
    expect(given.length).toBe(4);
    expect(given.every((tensor) => tensor.isDisposed)).toBe(true);
    expect(messages.at(-1)!.html).toContain('alt="Generated after 5 steps: 4 pictures."');
  });

  it("goes on when the pictures fail", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const view = liveView({ samples: () => Promise.reject(new Error("no memory")) });
    await view.onStep(report(1));
    await view.done();
    expect(error.mock.calls[0]![0]).toContain("no memory");
  });

  it("stays small over a long training", async () => {
    const view = liveView({ samples: () => black });
    for (let step = 1; step <= 20_000; step++)
      await view.onStep({ ...report(step, 20_000), dLoss: Math.random() });
    await view.done();
    expect(messages.at(-1)!.html.length).toBeLessThan(300_000);
  });
});

describe("progress", () => {
  it("shows the time left, then the time it took", () => {
    const bar = progress("Measuring", 50);
    bar.update(0);
    now = 10_000;
    bar.update(20, "real pictures");
    expect(messages.at(-1)!.text).toBe("Measuring: 20 of 50 · 15 s left · real pictures");
    now = 10_100;
    bar.update(21); // too soon to draw again
    expect(messages.length).toBe(2);
    bar.update(50);
    bar.done();
    expect(messages.at(-1)!.text).toBe("Measuring: 50 of 50 · took 10 s");
    expect(() => progress("x", 0)).toThrow(/total is 0/);
  });

  it("outside a notebook prints a line every five seconds", () => {
    vi.mocked(kernel.notebookWriter).mockReturnValue(undefined);
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const bar = progress("Work", 100);
    for (let i = 1; i <= 100; i++) {
      now = i * 100;
      bar.update(i);
    }
    expect(log).toHaveBeenCalledTimes(2);
  });

  it.each([
    [0.4, "0 s"],
    [59.6, "1 min"],
    [112, "1 min 52 s"],
    [7500, "2 h 5 min"],
    [NaN, "unknown"],
  ])("%d seconds are %s", (seconds, text) => expect(durationText(seconds)).toBe(text));
});

describe("animation", () => {
  const frames = () =>
    Promise.all(
      Array.from({ length: 20 }, (_, k) => {
        const bytes = Uint8Array.from({ length: 16 * 32 * 32 * 3 }, (_, i) => (i * 7919 * (k + 1)) % 251);
        return gridFrame({ bytes, shape: [16, 32, 32, 3] }, `step ${k}`, { columns: 4 });
      }),
    );

  it("holds every frame, its caption, and words, within its size", async () => {
    const figure = await animation(await frames(), {
      alt: "Noise changes.",
      title: "a </script> b",
      maxKilobytes: 300,
    });
    const markup = String(figure.bundle["text/html"]);
    expect(markup.match(/"caption":"step \d+"/g)).toHaveLength(20);
    expect(markup.match(/<\/script>/g)).toHaveLength(1);
    expect(markup).toContain('alt="Noise changes."');
    expect(markup).toContain('type="range" min="0" max="19"');
    expect(figure.bundle["text/plain"]).toBe("Noise changes.");
    expect(markup.length).toBeLessThan(310 * 1024);
  });

  it("has a twin that moves without a script", async () => {
    const all = await frames();
    const film = await sharp(await animatedWebp(all, { frameMs: 100 }), { animated: true }).metadata();
    expect(film.pages).toBe(20);
    expect(film.delay?.slice(0, 2)).toEqual([100, 100]);
    const { width, height } = await sharp(all[0]!.image).metadata();
    expect([width, height]).toEqual([4 * 32 + 3, 4 * 32 + 3]);
    expect([film.width, film.pageHeight]).toEqual([width, height]);
  });

  it("refuses to show nothing", async () => {
    await expect(animation([], { alt: "x" })).rejects.toThrow(/no frames/);
  });
});
