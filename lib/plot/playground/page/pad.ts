/** The columns with which a player draws a target: by mouse or finger, and by keys. */
import { NODES } from "../targets";
import type { PageElement, PageEvent } from "./dom";

export interface Pad {
  /** Heights from 0 to 100, without calling `onChange`. */
  show(heights: readonly number[]): void;
}

/**
 * @param pad      Holds one element with role "slider" for each node. One of them takes the focus of Tab; the arrow keys left and
 *                 right go to its neighbours.
 * @param onChange Called with every change that the player makes.
 */
export function makePad(pad: PageElement, onChange: (heights: number[]) => void): Pad {
  const columns = Array.from(pad.querySelectorAll('[role="slider"]'));
  const heights = columns.map(() => 0);
  const set = (place: number, height: number) => {
    const rounded = Math.round(Math.min(100, Math.max(0, height)));
    heights[place] = rounded;
    const column = columns[place]!;
    column.setAttribute("style", `--height:${rounded}%`);
    column.setAttribute("aria-valuenow", String(rounded));
    column.setAttribute("aria-valuetext", `${rounded} percent`);
  };
  const focusOn = (place: number) => {
    columns.forEach((column, i) => (column.tabIndex = i === place ? 0 : -1));
    columns[place]!.focus();
  };
  columns.forEach((column, place) => {
    column.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const height = heightAfter(event.key, heights[place]!);
      if (move !== undefined) focusOn(Math.min(columns.length - 1, Math.max(0, place + move)));
      else if (height !== undefined) {
        set(place, height);
        onChange([...heights]);
      } else return;
      event.preventDefault();
    });
  });
  followPointer(pad, (from, to) => {
    for (const [place, height] of between(from, to)) set(place, height);
    onChange([...heights]);
  });
  return { show: (values) => values.forEach((value, i) => set(i, value)) };
}

function heightAfter(key: string, height: number): number | undefined {
  switch (key) {
    case "ArrowUp":
      return height + 5;
    case "ArrowDown":
      return height - 5;
    case "PageUp":
      return height + 25;
    case "PageDown":
      return height - 25;
    case "Home":
      return 0;
    case "End":
      return 100;
    default:
      return undefined;
  }
}

interface Spot {
  place: number;
  height: number;
}

/** Calls back with the last spot and the new one while a button or a finger is down. */
function followPointer(pad: PageElement, onStroke: (from: Spot, to: Spot) => void): void {
  let last: Spot | undefined;
  const spotOf = (event: PageEvent): Spot => {
    const box = pad.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return {
      place: Math.min(NODES.length - 1, Math.max(0, Math.floor(share * NODES.length))),
      height: 100 * (1 - (event.clientY - box.top) / box.height),
    };
  };
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture?.(event.pointerId);
    last = spotOf(event);
    onStroke(last, last);
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.buttons === 0 || last === undefined) return;
    const spot = spotOf(event);
    onStroke(last, spot);
    last = spot;
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (last = undefined));
}

/** All columns on the way, since a fast hand skips some. */
function between(from: Spot, to: Spot): [place: number, height: number][] {
  const steps = Math.max(1, Math.abs(to.place - from.place));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const share = i / steps;
    const place = Math.round(from.place + (to.place - from.place) * share);
    return [place, from.height + (to.height - from.height) * share];
  });
}
