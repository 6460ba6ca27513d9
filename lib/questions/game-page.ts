/** The page of the game: buttons with pictures, and the line to copy. No answer is in it. */
import { connectCopy, copyLine, type PageElement } from "./copy-line";

interface GamePicture {
  name: string;
  /** Base64. */
  png: string;
}

/** A click (or Enter) on a picture turns its mark from ? to R to G; the line below follows. */
export function gamePage(pictures: GamePicture[]): string {
  const tiles = pictures.map(
    ({ name, png }) =>
      `<button type="button" data-tile aria-label="Picture ${name}: no guess yet" data-name="${name}">` +
      `<img src="data:image/png;base64,${png}" alt="Picture ${name}" width="96" height="96">` +
      `<span>${name} <b data-mark>?</b></span></button>`,
  );
  return `<div class="gan-game">${style}<div class="gan-tiles">${tiles.join("")}</div>
<p>Click a picture once for <b>R</b> (real), twice for <b>G</b> (generated). Then copy this line into the next cell:</p>
${copyLine(" <span data-left></span>")}</div>
<script>(function (game) { (${String(play)})(game); (${String(connectCopy)})(game); })(document.currentScript.previousElementSibling);</script>`;
}

const style = `<style>
.gan-game .gan-tiles{display:grid;grid-template-columns:repeat(auto-fill,112px);gap:8px;max-width:720px}
.gan-game [data-tile]{padding:6px;border:3px solid #999;border-radius:8px;background:#fff;color:#000;cursor:pointer}
.gan-game [data-tile][data-guess=R]{border:3px solid #0072B2}
.gan-game [data-tile][data-guess=G]{border:3px dashed #D55E00}
.gan-game [data-tile] img{display:block;image-rendering:pixelated}
.gan-game [data-tile] span{display:block;padding-top:4px;font:14px sans-serif}
.gan-game [data-copy]{cursor:pointer}
</style>`;

/** Runs in the page, as text: it may use nothing from outside itself. */
function play(game: PageElement): void {
  const tiles = Array.from(game.querySelectorAll("[data-tile]"));
  const words: Record<string, string> = { "?": "no guess yet", R: "real", G: "generated" };
  const next: Record<string, string> = { "?": "R", R: "G", G: "?" };
  const line = () => {
    const guesses = tiles.map((tile) => tile.dataset.guess ?? "?").join("");
    game.querySelector("[data-line]").textContent = `const guesses = "${guesses}";`;
    const left = guesses.split("?").length - 1;
    game.querySelector("[data-left]").textContent = left > 0 ? `${left} left` : "all done";
  };
  for (const tile of tiles) {
    tile.addEventListener("click", () => {
      const guess = next[tile.dataset.guess ?? "?"] ?? "?";
      tile.dataset.guess = guess;
      tile.querySelector("[data-mark]").textContent = guess;
      tile.setAttribute("aria-label", `Picture ${tile.dataset.name ?? ""}: ${words[guess] ?? ""}`);
      line();
    });
  }
  line();
}
