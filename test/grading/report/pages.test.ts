/** @see test/browser for how they look; here: what is in them, and what must never be. */
import { beforeAll, describe, expect, it } from "vitest";
import { classPage } from "../../../lib/grading/report/class-page";
import { page, safe } from "../../../lib/grading/report/page";
import { questionStatistics, quantile, checkStatistics } from "../../../lib/grading/report/statistics";
import { studentPage } from "../../../lib/grading/report/student-page";
import type { Gradebook } from "../../../lib/grading/class/gradebook";
import { sampleClass } from "../exports/sample";

const ATTACKER = "<script>alert(1)</script>";
let book: Gradebook;
const pages: Record<string, string> = {};
beforeAll(async () => {
  book = await sampleClass();
  const change = {
    student: ATTACKER,
    notebook: "07-demo",
    before: 1,
    after: 2,
    questions: ["<b>"],
    why: ["<i>"],
  };
  pages.class = classPage(book, [change]);
  for (const row of book.rows) pages[row.student] = studentPage(book, [row]);
});

/** Elements that a browser would make, without what is only text. */
const tags = (html: string) =>
  [...html.matchAll(/<([a-z][a-z0-9]*)\b/gi)].map(([, name]) => name!.toLowerCase());

describe("pages", () => {
  it("never let a name, an answer or a comment become markup", () => {
    const scripts = (html: string) => html.match(/<script[^>]*>/g) ?? [];
    expect(
      scripts(pages.class!).filter((tag) => !/application\/json|src="(plotly|charts)\.js"/.test(tag)),
    ).toEqual([]);
    for (const [name, html] of Object.entries(pages)) {
      if (name !== "class") expect(scripts(html)).toEqual([]);
      expect(tags(html)).not.toContain("img");
      expect(tags(html)).not.toContain("iframe");
      expect(html).not.toMatch(/<[^>]+\son[a-z]+\s*=/i);
      expect(html).not.toContain("<b>good");
    }
    expect(pages[ATTACKER]).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(pages[ATTACKER]).toContain("&lt;img src=x onerror=alert(3)&gt;");
  });

  it("let no text end the data of a chart", () => {
    const hostile = structuredClone(book);
    for (const { result } of hostile.rows) {
      for (const check of result?.questions[0]?.checks ?? []) check.name = "</script><script>alert(4)//";
    }
    const html = classPage(hostile, []);
    expect(html.match(/<script/g)).toHaveLength(3 + 2);
    const data = [...html.matchAll(/<script type="application\/json"[^>]*>(.*?)<\/script>/gs)].map(
      ([, json]) => json!,
    );
    expect(data).toHaveLength(3);
    for (const json of data) {
      expect(json).not.toContain("<");
      expect(() => JSON.parse(json) as unknown).not.toThrow();
    }
  });

  it("forbid everything from outside, and students' pages any script", () => {
    expect(pages.ana).toMatch(/default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri/);
    expect(pages.ana).not.toContain("script-src");
    for (const html of Object.values(pages)) expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it("say verdicts in words, marks, lateness and what is wrong", () => {
    expect(pages.ana).toContain("9 of 9 points");
    expect(pages.bo).toMatch(/<\/span> not right<\/span>/);
    expect(pages.bo).toContain("It should use the factor 2.");
    expect(pages.bo).toContain("2 days: 20 % off 1 points");
    expect(pages.bo).toContain("(3 more wait for a person to mark them)");
    expect(pages.cy).toContain("This file could not be graded.</strong> The file is empty.");
    expect(pages.di).toContain("Nothing was handed in.");
    expect(pages.class).toContain("sandbox bubblewrap");
    expect(pages.class).toMatch(/is not on the roster/);
  });

  it("warn loudly where there was no sandbox", () => {
    const unsafe = structuredClone(book);
    for (const { result } of unsafe.rows) if (result) result.sandbox = "none";
    expect(classPage(unsafe, [])).toContain("Graded without a sandbox.");
    expect(studentPage(unsafe, [unsafe.rows.find(({ student }) => student === "ana")!])).toContain(
      "WITHOUT a sandbox",
    );
    expect(pages.class).not.toContain("Graded without a sandbox.");
  });

  it("are whole pages whose tags are closed", () => {
    for (const html of Object.values(pages)) {
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
      for (const name of ["section", "article", "table", "ul", "li", "div", "details", "p", "span", "a"]) {
        const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
        expect(count(new RegExp(`<${name}\\b`, "g")), name).toBe(count(new RegExp(`</${name}>`, "g")));
      }
      expect(tags(html).filter((name) => name === "h1")).toHaveLength(1);
    }
  });

  it("show control characters instead of hiding them", () => {
    expect(safe("a\u0000\u001b[2J\nb")).toBe("a\uFFFD\uFFFD[2J\nb");
    expect(page("", { title: "</title><script>" })).toContain("<title>&lt;/title&gt;&lt;script&gt;</title>");
  });
});

describe("statistics", () => {
  it("count those who handed in a readable notebook", () => {
    const checks = checkStatistics(book.rows);
    expect(checks.map(({ check, passed, total }) => [check, passed, total])).toEqual([
      ["is there", 2, 3],
      ["is right", 1, 3],
      ["is there", 2, 3],
      ["is right", 1, 3],
    ]);
    const [double, half, why] = questionStatistics(book.rows);
    expect(double!.meanShare).toBeCloseTo((1 + 0.25 + 0) / 3, 12);
    expect(half!.meanShare).toBeCloseTo((1 + 0 + 0.25) / 3, 12);
    expect(double!.attempted).toBe(2);
    expect(why!.meanShare).toBeNaN(); // somebody still has to mark
  });

  it("take quantiles by nearest rank", () => {
    expect([0.5, 0.95, 1].map((share) => quantile([5, 1, 4, 2, 3], share))).toEqual([3, 5, 5]);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
