/** A map of generated pictures to walk over: the point under the pointer is shown large. */
import sharp from "sharp";
import { checkAlt, html, type Figure } from "../figure";
import { escapeText } from "../markup";
import { pictureBytes, type Pictures } from "../pictures";

export interface LatentPadOptions {
  /** What there is to see, in a sentence. */
  alt: string;
  /** Screen pixels of one pixel on the map. */
  scale?: number;
}

/** Pages may hold several pads; each needs a name of its own. */
let pads = 0;

/**
 * A square map of pictures with a large view beside it. Drag over the map, or move the two sliders with the arrow keys.
 * Everything is in the figure itself: no network runs when it is moved.
 *
 * @param pictures [side * side, height, width, channels]: row by row, in [-1, 1], not disposed; or bytes.
 * @throws TypeError when the alt text is empty; RangeError when the number of pictures is no square.
 */
export async function latentPad(pictures: Pictures, options: LatentPadOptions): Promise<Figure> {
  const alt = checkAlt(options.alt, "latentPad");
  const { bytes, shape } = await pictureBytes(pictures);
  const [count, height, width, channels] = shape;
  const side = Math.round(Math.sqrt(count));
  if (side * side !== count || side < 2) {
    throw new RangeError(`latentPad: there are ${count} pictures. Give a square number of them, 4 or more.`);
  }
  const sheet = mosaic(bytes, { side, height, width, channels });
  const file = await sharp(sheet, {
    raw: { width: side * width, height: side * height, channels: channels as 1 | 3 },
  })
    .webp({ quality: 90, smartSubsample: true })
    .toBuffer();
  const scale = options.scale ?? Math.max(1, Math.round(500 / (side * width)));
  return html(padMarkup(file.toString("base64"), { side, width, height, scale, alt }), { alt });
}

/** The pictures side by side as one picture. */
function mosaic(
  bytes: Uint8Array,
  { side, height, width, channels }: { side: number; height: number; width: number; channels: number },
): Buffer {
  const sheet = Buffer.alloc(bytes.length);
  const line = width * channels;
  for (let picture = 0; picture < side * side; picture++) {
    const [row, column] = [Math.floor(picture / side), picture % side];
    for (let y = 0; y < height; y++) {
      const from = (picture * height + y) * line;
      sheet.set(bytes.subarray(from, from + line), ((row * height + y) * side + column) * line);
    }
  }
  return sheet;
}

interface Pad {
  side: number;
  width: number;
  height: number;
  scale: number;
  alt: string;
}

/** Without its script the map still stands there, as a picture. */
function padMarkup(sheet: string, { side, width, height, scale, alt }: Pad): string {
  const id = `latent-pad-${process.pid}-${++pads}`;
  const source = `data:image/webp;base64,${sheet}`;
  const [mapWidth, mapHeight] = [side * width * scale, side * height * scale];
  const zoom = Math.max(1, Math.floor(192 / width));
  const slider = (name: string, words: string) =>
    `<label style="display:block">${words} <input type="range" class="${name}" min="0" max="${side - 1}" value="0"></label>`;
  const spot = `width:${width * scale}px;height:${height * scale}px`;
  const view =
    `width:${width * zoom}px;height:${height * zoom}px;background-size:` +
    `${side * width * zoom}px ${side * height * zoom}px;image-rendering:pixelated`;
  return `<div id="${id}" role="group" aria-label="${escapeText(alt)}" style="display:flex;gap:16px;flex-wrap:wrap;align-items:flex-start">
<div class="map" style="position:relative;width:${mapWidth}px;height:${mapHeight}px;touch-action:none;cursor:crosshair">
<img src="${source}" alt="${escapeText(alt)}" width="${mapWidth}" height="${mapHeight}" draggable="false" style="image-rendering:pixelated;max-width:none">
<div class="spot" style="position:absolute;left:0;top:0;${spot};box-sizing:border-box;border:2px solid #D55E00;outline:1px solid #fff"></div>
</div>
<div><div class="view" style="${view}"></div>
${slider("across", "left to right")}${slider("down", "top to bottom")}
<div class="place" aria-live="polite" style="font-family:monospace">0 % right, 0 % down</div></div>
</div>
<script>(${padScript})(${JSON.stringify({ id, side, width, height, scale, zoom })})</script>`;
}

/** Runs in the page, from its own source text: plain JavaScript of any browser, nothing from outside the function. */
const padScript = `function (pad) {
  var root = document.getElementById(pad.id);
  var find = function (name) { return root.querySelector("." + name); };
  var map = find("map"), across = find("across"), down = find("down");
  find("view").style.backgroundImage = "url(" + map.querySelector("img").src + ")";
  function move(column, row) {
    across.value = column; down.value = row;
    find("spot").style.left = column * pad.width * pad.scale + "px";
    find("spot").style.top = row * pad.height * pad.scale + "px";
    find("view").style.backgroundPosition = -column * pad.width * pad.zoom + "px " + -row * pad.height * pad.zoom + "px";
    var percent = function (place) { return Math.round(100 * place / (pad.side - 1)) + " %"; };
    find("place").textContent = percent(column) + " right, " + percent(row) + " down";
  }
  function follow(event) {
    if (event.type === "pointermove" && event.buttons === 0) return;
    var box = map.getBoundingClientRect();
    var place = function (share) { return Math.max(0, Math.min(pad.side - 1, Math.floor(share * pad.side))); };
    move(place((event.clientX - box.left) / box.width), place((event.clientY - box.top) / box.height));
  }
  map.addEventListener("pointerdown", follow);
  map.addEventListener("pointermove", follow);
  [across, down].forEach(function (slider) {
    slider.addEventListener("input", function () { move(Number(across.value), Number(down.value)); });
  });
}`;
