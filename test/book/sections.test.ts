import { describe, expect, it } from "vitest";
import { anchors, plainText, splitAtHeadings } from "../../lib/book/sections";

describe("splitAtHeadings", () => {
  it("cuts before each heading and keeps every line", () => {
    const text = "before\n\n## One\n\ntext\n\n### Two `x`\nmore";
    const parts = splitAtHeadings(text);
    expect(parts.map(({ heading }) => heading)).toEqual([
      undefined,
      { level: 2, text: "One" },
      { level: 3, text: "Two x" },
    ]);
    expect(parts.map(({ markdown }) => markdown).join("\n\n")).toBe(text);
  });

  it("does not take a comment in code for a heading", () => {
    const text = "```sh\n# not a heading\n```\n\n# A heading\n\n~~~\n# nor this\n```\n# nor that\n~~~";
    expect(splitAtHeadings(text).map(({ heading }) => heading?.text)).toEqual([undefined, "A heading"]);
  });

  it("leaves a folded answer whole, so that its tags stay in one piece", () => {
    const text = "<details>\n<summary>Answer</summary>\n\n## Inside\n\n</details>\n\n## Outside";
    const parts = splitAtHeadings(text);
    expect(parts).toHaveLength(2);
    expect(parts[0]!.markdown).toContain("</details>");
  });

  it("gives nothing for nothing", () => expect(splitAtHeadings("  \n")).toEqual([]));
});

describe("plainText", () => {
  it.each([
    ["**bold** and *thin* `code`", "bold and thin code"],
    ["[words](https://example.org/a_b)", "words"],
    ["| a | b |\n| --- | ---: |\n| 1 | 2 |", "a b 1 2"],
    ["<details><summary>Answer</summary>\n\ntext</details>", "Answer text"],
    ["$x < y$ stays", "$x < y$ stays"],
    ["snake_case stays", "snake_case stays"],
  ])("%j becomes %j", (markdown, plain) => expect(plainText(markdown)).toBe(plain));
});

describe("anchors", () => {
  it("are words with hyphens, in any script, and never the same twice", () => {
    const name = anchors();
    const texts = [
      "A game, first!",
      "a game first",
      "2. The Fréchet distance",
      "道德 挑战",
      "?",
      "x".repeat(90),
    ];
    expect(texts.map(name)).toEqual([
      "a-game-first",
      "a-game-first-2",
      "2-the-frechet-distance", // nbconvert refuses an id with an accent
      "section",
      "section-2",
      "x".repeat(60),
    ]);
  });
});
