/** The bibliography says in its text what the library's list says, and has the article's terms in both languages. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { articleReferences } from "../../lib/theory/article-references";
import { readNotebook, root, textOf } from "./notebook";

const { cells } = readNotebook(join(root, "notebooks/references.ipynb"));
/** The prose of a cell as one line, without marks. */
const proseOf = (id: string) => {
  const cell = cells.find((one) => one.id === id);
  return textOf(cell?.source).replaceAll("*", "").replace(/\s+/g, " ");
};

describe("the bibliography", () => {
  it("has the article's references in their order, each in a cell of its own", () => {
    const ids = cells.map(({ id }) => id).filter((id) => /^ref-\d+$/.test(id));
    expect(ids).toEqual(articleReferences.map(({ number }) => `ref-${number}`));
  });

  it.each(articleReferences.map((reference) => [reference.number, reference] as const))(
    "%i: as printed, the paper with its authors, venue, year and identifier, and what is not right",
    (number, { cited, paper, wrong, chapter }) => {
      const text = proseOf(`ref-${number}`);
      const [printed = "", rest = ""] = text.split("The paper:");
      const [real = "", remarks = ""] = rest.split("Not right:");
      for (const [part, citation] of [
        [printed, cited],
        [real, paper],
      ] as const) {
        for (const author of citation.authors) expect(part).toContain(author);
        expect(part).toContain(citation.title);
        expect(part).toContain(`(${citation.year})`);
        expect(part).toContain(citation.venue);
        if (citation.identifier !== undefined) expect(part).toContain(citation.identifier);
      }
      expect(remarks).toContain(wrong.replace(/\s+/g, " "));
      expect(remarks).toContain(`chapter ${chapter}`);
    },
  );

  it("speaks of the repeats and of what is missing", () => {
    expect(proseOf("ref-repeats")).toMatch(/\[13\] to \[47\]/);
    expect(proseOf("ref-missing")).toMatch(/1511\.06434/);
  });

  it("has the article's terms, each with its English word", () => {
    const rows = textOf(cells.find(({ id }) => id === "terms")?.source)
      .split("\n")
      .filter((line) => /^\| \p{Script=Han}/u.test(line))
      .map((line) => line.split("|").map((part) => part.trim()));
    expect(rows.length).toBeGreaterThanOrEqual(25);
    for (const [, chinese, , english, chapter] of rows) {
      expect(english, chinese).toMatch(/[a-z]{4}/);
      expect(chapter, chinese).toMatch(/^\d\d$|^all chapters$/);
    }
    const words = new Map(rows.map(([, chinese, usual, english]) => [chinese, { usual, english }]));
    expect(words.get("生成器")?.english).toBe("generator");
    expect(words.get("判别器")?.english).toBe("discriminator");
    expect(words.get("卷积反转层")?.usual).toBe("转置卷积层");
  });
});
