import { describe, expect, it } from "vitest";
import { articleReferences, checkCitation } from "../../lib/theory/article-references";

describe("the article's references", () => {
  it("are its twelve, each with a paper that can be found", () => {
    expect(articleReferences.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const { number, paper, wrong } of articleReferences) {
      expect(paper.identifier, `${number}`).toMatch(/arXiv:\d{4}\.\d{4,5}|June 2015/);
      expect(wrong.length, `${number}`).toBeGreaterThan(10);
    }
  });

  it("name ten works: 10 is 3 again and 12 is 6", () => {
    const papers = articleReferences.map(({ paper }) => paper.title);
    expect(new Set(papers).size).toBe(10);
    expect(papers[9]).toBe(papers[2]);
    expect(papers[11]).toBe(papers[5]);
  });

  it("are each wrong in something, and the parts that are right are these", () => {
    const right = articleReferences.map(({ cited, paper }) =>
      Object.entries(checkCitation(cited, paper))
        .filter(([, agrees]) => agrees)
        .map(([part]) => part)
        .join(" "),
    );
    expect(right).toEqual([
      "authors venue year",
      "title venue",
      "title year",
      "",
      "",
      "title year",
      "year",
      "venue",
      "title year",
      "title",
      "title venue year",
      "title year",
    ]);
  });

  it("agree with the papers on arXiv: year and month of the number are not after the year of print", () => {
    for (const { paper } of articleReferences) {
      const number = /arXiv:(\d\d)\d\d\./.exec(paper.identifier ?? "");
      if (number) expect(2000 + Number(number[1])).toBeLessThanOrEqual(paper.year);
    }
  });

  it("are compared without regard to case, author by author", () => {
    const [{ cited, paper }] = [articleReferences[0]!];
    expect(checkCitation({ ...cited, title: "generative adversarial nets" }, paper).title).toBe(true);
    expect(checkCitation({ ...cited, authors: cited.authors.slice(1) }, paper).authors).toBe(false);
  });
});
