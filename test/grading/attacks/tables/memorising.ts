/** Answers that know their inputs instead of computing. Rows 9 and 10. */
import { honest, wrong } from "../attack";
import type { Attack } from "../attack";

export const memorising: readonly Attack[] = [
  {
    row: 9,
    name: "answers by the number of the call",
    attack: wrong("let calls = 0;", "return [930, 0, 978, 5, 7][calls++ % 5]"),
    verdict: "fail",
    twin: honest("let calls = 0;"),
  },
  {
    row: 10,
    name: "a table of the examples that the exercise shows",
    attack: wrong(
      `const table: any = { "1,5,3": 5, "2,2": 2, "-1,-7": -1 };`,
      "return table[list.join()] ?? 0",
    ),
    verdict: "fail",
    twin: honest(`const table: any = { "1,5,3": 5 };`),
  },
  {
    row: "pipe: common family",
    name: "right on sorted lists only",
    attack: wrong("", "return list[list.length - 1] ?? 0"),
    verdict: "fail",
    twin: honest(),
  },
  {
    row: "pipe: common family",
    name: "right on short lists only",
    attack: wrong("", "return list.length < 4 ? Math.max(...list) : list[0]"),
    verdict: "fail",
    twin: honest(),
  },
  {
    row: "own",
    name: "behaves only when nobody seems to judge: stack, time, arguments",
    attack: wrong(
      "",
      `if (new Error().stack!.includes("tslab") || performance.now() > 1e7) return Math.max(...list)`,
    ),
    verdict: "fail",
    twin: honest("const stack = new Error().stack;"),
  },
  {
    row: "own",
    name: "changes the list that it is given: the judge keeps its own",
    attack: wrong("", "list.length = 0; list.push(0)"),
    verdict: "fail",
    twin: honest().replace("return list", "list.sort(); return list"),
  },
];
