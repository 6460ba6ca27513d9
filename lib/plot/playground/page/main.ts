/**
 * Runs in the page: brings each playground that is not running yet to life. Plain browser code, bundled into the figure by
 * `playground.ts`; nothing in Node imports it.
 */
import { boardMarkup } from "../board";
import { firstSettings, Game, type Half, type Settings, type Summary } from "../game";
import { SPEEDS, pageColours } from "../look";
import { FONT } from "../../palette";
import { heightsOf } from "../targets";
import { makePad } from "./pad";
import { page, part, type PageElement } from "./dom";

function start(root: PageElement): void {
  const at = (name: string) => part(root, name);
  const game = new Game(settingsOf(at), heightsOf(at("target").value));
  const pad = makePad(at("pad"), (heights) => {
    const isEmpty = heights.every((height) => height === 0);
    at("hint").textContent = isEmpty ? "Nothing is drawn: the target stays as it was until you draw." : "";
    if (isEmpty) return;
    game.aimAt(heights);
    at("target").value = "your own";
    draw();
  });
  const draw = (words = false) => {
    const view = game.view();
    at("board").innerHTML = boardMarkup(view, {
      width: boardWidth(at("board")),
      colours: pageColours,
      font: FONT,
    });
    showSummary(at, game.summary(view), words);
  };
  const player = makePlayer(root, game, draw);

  pad.show(heightsOf(at("target").value));
  at("play").addEventListener("click", player.toggle);
  const stepOnce = (half: Half) => () => {
    player.pause();
    game.step(half);
    draw(true);
  };
  at("step").addEventListener("click", stepOnce("both"));
  at("step-d").addEventListener("click", stepOnce("discriminator"));
  at("step-g").addEventListener("click", stepOnce("generator"));
  at("reset").addEventListener("click", () => {
    player.pause();
    game.settings = settingsOf(at);
    game.reset();
    draw(true);
  });
  at("target").addEventListener("change", () => {
    if (at("target").value === "your own") return;
    const heights = heightsOf(at("target").value);
    pad.show(heights);
    game.aimAt(heights);
    at("hint").textContent = "";
    draw(true);
  });
  for (const name of ["d-rate", "g-rate", "loss"]) {
    at(name).addEventListener("input", () => {
      // The seed counts from the next reset on.
      game.settings = { ...settingsOf(at), seed: game.settings.seed };
      draw();
    });
  }
  new page.ResizeObserver(() => draw()).observe(at("frame"));
  draw(true);
}

/** What the controls say, also written beside the sliders. */
function settingsOf(at: (name: string) => PageElement): Settings {
  const rate = (name: string) => {
    const value = 10 ** Number(at(name).value);
    const words = value.toPrecision(2);
    at(`${name}-words`).textContent = words;
    at(name).setAttribute("aria-valuetext", words);
    return value;
  };
  const seed = Math.abs(Math.trunc(Number(at("seed").value))) >>> 0;
  const loss = at("loss").value === "saturating" ? "saturating" : firstSettings.loss;
  return { seed, loss, dRate: rate("d-rate"), gRate: rate("g-rate") };
}

const boardWidth = (board: PageElement) => Math.max(280, board.clientWidth);

/** Two digits, no "-0.00"; a dash for what is not known yet. */
const hundredths = (value: number | undefined) =>
  value === undefined ? "–" : (Math.round(100 * value) / 100 + 0).toFixed(2);

/** In words for all, and after a pause or a single step also for a screen reader. */
function showSummary(at: (name: string) => PageElement, summary: Summary, words: boolean): void {
  const { step, real, fake, realScore, fakeScore } = summary;
  const cells = {
    "real-mean": real.mean,
    "real-spread": real.spread,
    "real-score": realScore,
    "fake-mean": fake.mean,
    "fake-spread": fake.spread,
    "fake-score": fakeScore,
  };
  for (const [name, value] of Object.entries(cells)) at(name).textContent = hundredths(value);
  at("steps").textContent = String(step);
  at("overlap").textContent = `${Math.round(100 * summary.overlap)} %`;
  if (!words) return;
  at("spoken").textContent =
    `Step ${step}. Generated: mean ${hundredths(fake.mean)}, spread ${hundredths(fake.spread)}. ` +
    `Real: mean ${hundredths(real.mean)}, spread ${hundredths(real.spread)}. Overlap ${at("overlap").textContent}.`;
}

/** Milliseconds of a frame that may go into training, and between two drawings where less motion is asked for. */
const BUDGET = 12;
const CALM = 500;

function makePlayer(root: PageElement, game: Game, draw: (words?: boolean) => void) {
  const [button, slider] = [part(root, "play"), part(root, "speed")];
  const isCalm = page.matchMedia("(prefers-reduced-motion: reduce)").matches;
  part(root, "calm").hidden = !isCalm;
  let isPlaying = false;
  let last = 0;
  let owed = 0;
  let drawn = 0;
  const speed = () => SPEEDS[Number(slider.value)]!;
  const showSpeed = () => {
    const words = `${speed()} ${speed() === 1 ? "step" : "steps"} a second`;
    part(root, "speed-words").textContent = words;
    slider.setAttribute("aria-valuetext", words);
  };
  const pause = () => {
    if (!isPlaying) return;
    isPlaying = false;
    button.textContent = "▶ Play";
    draw(true);
  };
  const frame = (now: number) => {
    if (!isPlaying) return;
    if (!root.isConnected) return pause();
    // After a pause of the page (another tab) nothing is owed.
    owed += (Math.min(100, now - last) / 1000) * speed();
    last = now;
    const end = performance.now() + BUDGET;
    for (; owed >= 1 && performance.now() < end; owed--) game.step();
    owed = Math.min(owed, 1);
    if (!isCalm || now - drawn >= CALM) {
      draw();
      drawn = now;
    }
    page.requestAnimationFrame(frame);
  };
  const play = () => {
    isPlaying = true;
    button.textContent = "❚❚ Pause";
    last = performance.now();
    owed = 0;
    page.requestAnimationFrame(frame);
  };
  slider.addEventListener("input", showSpeed);
  showSpeed();
  return { pause, toggle: () => (isPlaying ? pause() : play()) };
}

// Last, because what stands above must be there first.
for (const root of Array.from(
  page.document.querySelectorAll("[data-ganbook-playground]:not([data-ready])"),
)) {
  root.setAttribute("data-ready", "");
  start(root);
}
