import { describe, expect, it } from "vitest";
import { rewriteLinks } from "../../lib/book/links";
import type { BookPage } from "../../lib/book/pages";

const page = (kind: BookPage["kind"], name: string): BookPage => ({
  kind,
  name,
  file: kind === "chapter" ? `${name}.html` : `exercises-${name}.html`,
  title: name,
  source: `/clone/${name}.ipynb`,
});
const pages = [
  page("chapter", "05-dcgan"),
  page("exercises", "05-dcgan"),
  page("chapter", "02-two-networks"),
];
const [chapter, exercises] = pages as [BookPage, BookPage];

describe("rewriteLinks", () => {
  it.each([
    [chapter, "[x](02-two-networks.ipynb)", "[x](02-two-networks.html)"],
    [chapter, "[x](./02-two-networks.ipynb#loss)", "[x](02-two-networks.html#loss)"],
    [chapter, "[x](../exercises/05-dcgan.ipynb)", "[x](exercises-05-dcgan.html)"],
    [exercises, "[x](../notebooks/05-dcgan.ipynb)", "[x](05-dcgan.html)"],
    [exercises, "[x](05-dcgan.ipynb)", "[x](exercises-05-dcgan.html)"],
    [chapter, "[x](https://arxiv.org/abs/1406.2661)", "[x](https://arxiv.org/abs/1406.2661)"],
    [chapter, "[x](#here)", "[x](#here)"],
    [chapter, "see [the card](../data/cards/sprites.md).", "see the card."],
    [chapter, "[x](../exercises/02-two-networks.ipynb)", "x"],
  ])("%#: %s", (from, before, after) => expect(rewriteLinks(before, from, pages)).toBe(after));

  it("refuses a picture that the book would not have", () => {
    expect(() => rewriteLinks("![a](figure.png)", chapter, pages)).toThrow(/figure\.png/);
    expect(rewriteLinks("![a](data:image/png;base64,AA)", chapter, pages)).toContain("data:");
  });
});
