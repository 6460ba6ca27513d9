import { describe, expect, it } from "vitest";
import { courseMap, coursePlan } from "../../../lib/plot/diagrams/course-map";
import { chapters } from "../../notebooks/notebook";

describe("courseMap", () => {
  const svg = courseMap({ here: "01" }).bundle["image/svg+xml"] as string;

  it("shows chapters 00 to 19, each once and in order", () => {
    const numbers = coursePlan.flatMap((part) => part.chapters.map(([number]) => number));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => String(i).padStart(2, "0")));
    for (const number of numbers) expect(svg.match(new RegExp(`>${number}( ·|<)`, "g"))).toHaveLength(1);
  });

  it("says which are planned: those without a notebook", () => {
    const numbered = chapters.filter((name) => /^\d\d-/.test(name)).length;
    expect(svg.match(/· planned/g) ?? []).toHaveLength(20 - numbered);
    expect(svg.match(/stroke-dasharray/g) ?? []).toHaveLength(20 - numbered);
  });

  it("says where the reader is, in the drawing and in words", () => {
    expect(svg).toContain(">01 · you are here<");
    expect(courseMap({ here: "07" }).alt).toContain("07 measuring (you are here)");
    expect(() => courseMap({ here: "20" })).toThrow(/no chapter "20"/);
  });
});
