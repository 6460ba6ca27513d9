import { describe, expect, it } from "vitest";
import { findQuestion, findSet } from "../../lib/questions/all";
import type { CheckResult } from "../../lib/questions/run-checks";
import type { CheckedQuestion, ProseQuestion, Verdict } from "../../lib/questions/types";
import { proseFigure, verdictFigure } from "../../lib/questions/verdict-figure";

const question = findQuestion("dcgan/losses") as CheckedQuestion;
const result = (name: string, verdict: Verdict, message = ""): CheckResult => ({
  name,
  verdict,
  message,
  points: verdict === "pass" ? 2 : 0,
  maxPoints: 2,
  milliseconds: 1,
});
const show = (results: CheckResult[], hint = "") => verdictFigure(question, results, hint).bundle;

describe("the figure of a check", () => {
  it("tells each verdict by a sign and a word, with its message and the hint", () => {
    const { "text/html": html, "text/plain": text } = show(
      [
        result("first", "pass"),
        result("second", "fail", "Because."),
        result("third", "timeout", "Too slow."),
      ],
      "Hint 1 of 3: think.",
    );
    expect(text).toBe(
      "dcgan/losses: Losses from logits\n  ✓ first: passed\n  ✗ second: not passed\n      Because.\n" +
        "  ✗ third: took too long\n      Too slow.\n  1 of 3 checks passed, 2 of 8 points.\n  Hint 1 of 3: think.",
    );
    for (const part of [
      "✓ first",
      "<b>passed</b>",
      "✗ second",
      "<b>not passed</b>",
      "Because.",
      "Hint 1 of 3",
    ])
      expect(html).toContain(part);
  });

  it("escapes what an answer may have written", () => {
    const { "text/html": html } = show([result("<i>name</i>", "error", '<img src=x onerror="alert(1)">')]);
    expect(html).not.toMatch(/<img|<i>name/);
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  });

  it("says one word for a stub, and one message once", () => {
    expect(show([result("a", "not-attempted"), result("b", "not-attempted")])["text/plain"]).toBe(
      "dcgan/losses: Losses from logits\n  There is no answer yet.",
    );
    const text = show([result("a", "error", "It broke."), result("b", "error", "It broke.")])[
      "text/plain"
    ] as string;
    expect(text.split("It broke.").length).toBe(2);
  });

  it("shows the rubric of prose", () => {
    const prose = findQuestion("dcgan/when-to-stop") as ProseQuestion;
    for (const { text } of prose.rubric) expect(proseFigure(prose).alt).toContain(text);
  });
});

describe("finding questions", () => {
  it("names those that look alike", () => {
    expect(() => findQuestion("losses")).toThrow(/Give one of: dcgan\/losses\./);
    expect(() => findQuestion("nothing")).toThrow(/start\/flat-index, .*dcgan\/when-to-stop/);
    expect(findSet("work/exercises/05-dcgan.ipynb")?.notebook).toBe("05-dcgan");
    expect(findSet("99-nothing")).toBeUndefined();
  });
});
