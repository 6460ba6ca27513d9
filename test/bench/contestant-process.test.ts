/** Against small programs that stand in for a contestant. */
import { expect, it } from "vitest";
import { startContestant } from "./contestant-process";

/** Says what it is, then answers each order; `answer` is code with the order in `line`. */
const program = (answer: string) => [
  process.execPath,
  "-e",
  `console.log("chatter"); console.log('@{"threads":2}');
   require("readline").createInterface({ input: process.stdin }).on("line", (line) => { ${answer} });`,
];

it("passes orders and answers, block after block, and hears no chatter", async () => {
  const echo = `console.log("step"); console.log("@" + JSON.stringify({ seconds: Number(line) / 10 }));`;
  const running = await startContestant(program(echo));
  expect(running.facts).toEqual({ threads: 2 });
  expect((await running.run(30)).seconds).toBe(3);
  expect((await running.run(5)).seconds).toBe(0.5);
  running.stop();
});

it("tells the last words of one that ends, at once and later", async () => {
  const silent = startContestant([
    process.execPath,
    "-e",
    `console.error("no such kernel"); process.exit(3)`,
  ]);
  await expect(silent).rejects.toThrow(/exit code 3[^]*no such kernel/);
  const running = await startContestant(program(`console.error("out of memory"); process.exit(1);`));
  await expect(running.run(1)).rejects.toThrow(/exit code 1[^]*out of memory/);
  await expect(running.run(1)).rejects.toThrow(/out of memory/);
});

it("gives up on one that says nothing, and on one that is not there", async () => {
  await expect(
    startContestant([process.execPath, "-e", "setTimeout(() => {}, 60000)"], { seconds: 0.2 }),
  ).rejects.toThrow(/0.2 s/);
  await expect(startContestant(["/no/such/program"])).rejects.toThrow(/did not start/);
});
