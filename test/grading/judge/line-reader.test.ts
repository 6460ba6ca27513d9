/** The rules of the pipe, each by itself: in a sandbox two of them often catch the same lie. */
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { limits } from "../../../lib/grading/sandbox/limits";
import { readLines } from "../../../lib/grading/sandbox/line-reader";

function reader(longest = 20) {
  const stream = new PassThrough();
  const [lines, breaches]: [string[], string[]] = [[], []];
  const { next } = readLines(stream, longest, (breach) => breaches.push(breach));
  const settled = () => new Promise((wake) => setImmediate(wake));
  const send = async (...chunks: string[]) => {
    for (const chunk of chunks) {
      stream.write(chunk);
      await settled();
    }
  };
  return { ask: () => next((line) => lines.push(line)), send, lines, breaches };
}

describe("lines from a sandbox", () => {
  it("are put together, one for each request", async () => {
    const { ask, send, lines, breaches } = reader();
    ask();
    await send("1 a", "b\n");
    ask();
    await send("2 c\n");
    expect([lines, breaches]).toEqual([["1 ab", "2 c"], []]);
  });

  it("break a rule when nobody asked", async () => {
    const { ask, send, lines, breaches } = reader();
    await send("0 early\n");
    expect([lines, breaches]).toEqual([[], ["a line that nobody asked for"]]);
    ask();
    await send("1 a\n");
    await send("1 a\n");
    expect(breaches).toHaveLength(2);
  });

  it("break a rule when more follows the line, even half of one", async () => {
    const { ask, send, lines, breaches } = reader();
    ask();
    await send("1 a\n2");
    expect([lines, breaches]).toEqual([[], ["a line that nobody asked for"]]);
  });

  it("break a rule when one is too long, or all together", async () => {
    const { ask, send, breaches } = reader(3);
    ask();
    await send("1 ab");
    expect(breaches).toEqual(["more text than allowed"]);
    const many = reader(2 ** 26);
    const half = `${"x".repeat(limits.replyCharacters / 2)}\n`;
    many.ask();
    await many.send(half);
    many.ask();
    await many.send(half);
    expect([many.lines.length, many.breaches]).toEqual([1, ["more text than allowed"]]);
  });
});
