/** Everything that the article says is taught in some cell; see article.json. */
import { describe, expect, it } from "vitest";
import { join } from "node:path";
import article from "./article.json";
import { chapters, readNotebook, root } from "./notebooks/notebook";

/** A chapter goes by its number, the bibliography by its name. */
const keyOf = (name: string) => (/^\d\d-/.test(name) ? name.slice(0, 2) : name.replace(".ipynb", ""));
const notebookOf = new Map(chapters.map((name) => [keyOf(name), name]));
const planned = [...Array.from({ length: 20 }, (_, i) => String(i).padStart(2, "0")), "references"];

describe("the article", () => {
  it("is taken apart into items with names of their own", () => {
    const ids = article.items.map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(50);
  });

  it.each(article.items.map((item) => [item.id, item] as const))("%s is taught", (_, item) => {
    expect(item.taught.length).toBeGreaterThan(0);
    for (const { chapter, cell } of item.taught) {
      expect(planned).toContain(chapter);
      const name = notebookOf.get(chapter);
      if (!name) {
        expect(cell, `chapter ${chapter} is not written: it can have no cell`).toBeNull();
        continue;
      }
      const ids = readNotebook(join(root, "notebooks", name)).cells.map(({ id }) => id);
      expect(ids, `notebooks/${name} teaches ${item.id}`).toContain(cell);
    }
  });
});
