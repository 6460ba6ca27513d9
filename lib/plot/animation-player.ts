/** The HTML and script of an animation. */
import { element, escapeText } from "./markup";
import { FONT, INK, PAPER } from "./palette";

export interface Player {
  /** The same film has the same id in every run, so that a notebook's output does not change without need. */
  id: string;
  title: string;
  /** An `<img>` for viewers without scripts; the script then shows the frames in it. */
  still: string;
  frames: { source: string; caption: string }[];
  frameMs: number;
}

export function playerMarkup(player: Player): string {
  const card =
    `display:inline-block;max-width:100%;margin:0;padding:10px 12px;background:${PAPER};color:${INK};font:13px/1.5 ${FONT};` +
    "border:1px solid #d0d7de;border-radius:6px;box-sizing:border-box";
  const frame = { "data-ganbook-film": player.id, style: card };
  const title =
    player.title === "" ? "" : element("div", { style: "font-weight:600" }, escapeText(player.title));
  const still = player.still.replace("height:auto", "height:auto;display:block;image-rendering:pixelated");
  return element("figure", frame, title, still, controls(player)) + script(player);
}

/** Hidden until the script runs: buttons that do nothing would only confuse. */
function controls({ frames }: Player): string {
  const last = frames[frames.length - 1]!;
  const bar = { hidden: "", "data-part": "controls", style: "gap:8px;align-items:center;margin-top:6px" };
  const slider = {
    type: "range",
    min: 0,
    max: frames.length - 1,
    value: frames.length - 1,
    "data-part": "slider",
    "aria-label": "Frame",
    style: "flex:1;min-width:80px",
  };
  return element(
    "div",
    bar,
    element("button", { type: "button", "data-part": "play", style: "min-width:5.5em" }, "▶ Play"),
    element("input", slider),
    element("span", { "data-part": "caption", style: "min-width:7em" }, escapeText(last.caption)),
  );
}

function script({ id, frames, frameMs }: Player): string {
  // "</script>" inside a string would end the script.
  const data = JSON.stringify({ id, frames, frameMs }).replace(/</g, "\\u003c");
  return `<script>(${RUN})(${data})</script>`;
}

/** Runs in the browser. Plain JavaScript as text, since this package is compiled for Node. */
const RUN = `function (film) {
  const images = film.frames.map((frame) => Object.assign(new Image(), { src: frame.source }));
  for (const root of document.querySelectorAll('[data-ganbook-film="' + film.id + '"]:not([data-ready])')) {
    root.setAttribute("data-ready", "");
    const part = (name) => root.querySelector('[data-part="' + name + '"]');
    const [picture, slider, button] = [root.querySelector("img"), part("slider"), part("play")];
    let timer;
    const show = (index) => {
      picture.src = images[index].src;
      slider.value = index;
      slider.setAttribute("aria-valuetext", film.frames[index].caption);
      part("caption").textContent = film.frames[index].caption;
    };
    const pause = () => {
      clearInterval(timer);
      timer = undefined;
      button.textContent = "\\u25b6 Play";
    };
    const next = () => {
      if (!root.isConnected) return pause();
      show(Number(slider.value) + 1);
      if (Number(slider.value) === images.length - 1) pause();
    };
    const play = () => {
      if (Number(slider.value) === images.length - 1) show(0);
      button.textContent = "\\u275a\\u275a Pause";
      timer = setInterval(next, film.frameMs);
    };
    button.onclick = () => (timer === undefined ? play() : pause());
    slider.oninput = () => { pause(); show(Number(slider.value)); };
    part("controls").hidden = false;
    part("controls").style.display = "flex";
    show(images.length - 1);
  }
}`;
