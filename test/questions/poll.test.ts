import { describe, expect, it } from "vitest";
import { opinionPoll } from "../../lib/questions/poll";

describe("opinionPoll", () => {
  const poll = opinionPoll(["Cats are < dogs.", "It rains.", "Both."]);

  it("reads one sign for each statement, and keeps the statement beside it", () => {
    expect(poll.read(" 15? ")).toEqual([
      { statement: "Cats are < dogs.", answer: 1 },
      { statement: "It rains.", answer: 5 },
      { statement: "Both.", answer: null },
    ]);
  });

  it.each(["???", "", "   "])("is unanswered with %j", (line) => expect(poll.read(line)).toBeUndefined());

  it.each(["12", "1234", "1a3", "106"])("refuses %s and says what it wants", (line) =>
    expect(() => poll.read(line)).toThrow(/3 signs.*1 \(no\) to 5 \(yes\)/s),
  );

  it("asks each statement with five labelled choices, none of them chosen", () => {
    const page = poll.figure.bundle["text/html"] as string;
    expect(page).toContain("<legend>1. Cats are &lt; dogs.</legend>");
    expect(page.match(/<label><input type="radio"/g)).toHaveLength(15);
    expect(page).not.toContain("checked");
    expect(poll.figure.alt).toContain("2. It rains.");
  });

  it("does not mix up the buttons of two polls", () => {
    const names = [poll, opinionPoll(["x"])].map(
      ({ figure }) => /name="([^"]+)"/.exec(figure.bundle["text/html"] as string)![1],
    );
    expect(names[0]).not.toBe(names[1]);
  });

  it("wants a statement", () => expect(() => opinionPoll([])).toThrow(RangeError));
});
