/** The 40 rows of the threat model. */
import type { Row } from "./row";

const damage = "grading/notebook/damage.test.ts";
const damages = "grading/notebook/damages.ts";
const files = "grading/class/files.test.ts";
const hostile = "grading/attacks/files.test.ts";
const sandbox = "grading/judge/sandbox.test.ts";
const isolation = "grading/attacks/isolation.test.ts";
const memory = "grading/attacks/memorising.test.ts";
const codec = "questions/codec.test.ts";

export const threats: readonly Row[] = [
  { row: 1, threat: "replaces the test framework's matchers", required: "no points" },
  { row: 2, threat: "patches the prototypes that an assertion would use", required: "no points" },
  { row: 3, threat: "replaces Object.is, every, isFinite, JSON.stringify", required: "no points" },
  { row: 4, threat: "hooks turn a failure into a pass", required: "no points" },
  { row: 5, threat: "hooks skip every test", required: "every expected check is reported, none as passed" },
  {
    row: 6,
    threat: "reads the tests and returns what they expect",
    required: "nothing to read; fresh inputs",
  },
  { row: 7, threat: "overwrites the harness for the next run", required: "read-only, fresh each time" },
  {
    row: 8,
    threat: "leaves a process that changes results later",
    required: "no process starts, none survives",
    tests: [
      [sandbox, "leaves no process and no folder behind"],
      [sandbox, "dies with its judge"],
    ],
  },
  {
    row: 9,
    threat: "answers by the number of the call",
    required: "fail",
    tests: [
      [memory, "a replayed reply is worth nothing"],
      [memory, "meets one check in a fresh sandbox"],
    ],
  },
  { row: 10, threat: "knows the examples by heart", required: "fail" },
  { row: 11, threat: "imports or calls the library's or the solution's code", required: "refused, by name" },
  { row: 12, threat: "prints forged results", required: "what is printed is never read" },
  { row: 13, threat: "ends its process", required: "fail, crash or error" },
  { row: 14, threat: "right, with a late exit or a late error", required: "pass if right, else fail" },
  {
    row: 15,
    threat: "loops for ever",
    required: "timeout",
    tests: [[sandbox, "ends by the kernel's clock"]],
  },
  { row: 16, threat: "a promise that never settles", required: "timeout" },
  { row: 17, threat: "takes all memory", required: "memory" },
  { row: 18, threat: "prints without end", required: "output" },
  {
    row: 19,
    threat: "starts processes",
    required: "refused by the kernel",
    tests: [[sandbox, "holds loops, memory and processes"]],
  },
  { row: 20, threat: "fills the disk, links out", required: "read-only" },
  { row: 21, threat: "uses the network", required: "nothing answers" },
  {
    row: 22,
    threat: "reads environment, files, other processes",
    required: "nothing to see",
    tests: [
      [isolation, "no environment but its folder"],
      [isolation, "Node, its libraries and one script"],
      [isolation, "anywhere in its memory"],
    ],
  },
  {
    row: 23,
    threat: "pollutes Object.prototype, keys called __proto__",
    required: "no points",
    tests: [[codec, "__proto__ is a name like others"]],
  },
  {
    row: 24,
    threat: "values that lie about what they are",
    required: "no points",
    tests: [[codec, "a getter is read once"]],
  },
  { row: 25, threat: "stubs random numbers, clocks, timers", required: "no effect" },
  {
    row: 26,
    threat: "changes the library for other questions",
    required: "each question has its own process",
  },
  { row: 27, threat: "switches types off, exports under another name", required: "run-time checks decide" },
  {
    row: 28,
    threat: "text that breaks out, hides, or is too long or too deep",
    required: "no points; said why",
    tests: [
      ["grading/attacks/source.test.ts", "is given up after its time"],
      [hostile, "a text that keeps a parser busy"],
    ],
  },
  {
    row: 29,
    threat: "cells as tslab runs them: await, declared again, import in the middle",
    required: "pass",
    tests: [["grading/attacks/source.test.ts", "row 29: cells as tslab runs them"]],
  },
  {
    row: 30,
    threat: "an untouched stub, an empty answer",
    required: "not attempted",
    tests: [[damage, "tells an untouched stub from a missing cell"]],
  },
  {
    row: 31,
    threat: "a cell with a syntax error",
    required: "error; other questions are graded",
    tests: [[damage, "tells an untouched stub from a missing cell"]],
  },
  {
    row: 32,
    threat: "cell ids missing, doubled, bad",
    required: "graded as the undamaged twin",
    tests: [
      [damages, "ids missing"],
      [damages, "ids doubled"],
      [damages, "a bad id"],
    ],
  },
  {
    row: 33,
    threat: "cells copied, split, merged, moved, retyped, without metadata",
    required: "graded as the undamaged twin",
    tests: [
      [damages, "an answer copied below"],
      [damages, "an answer split over three"],
      [damages, "two answers merged"],
      [damages, "cells in reverse order"],
      [damages, "an answer that became markdown"],
      [damages, "metadata and ids wiped"],
      [damages, "extra cells"],
      [files, "grades what a file holds, not what it is called"],
    ],
  },
  {
    row: 34,
    threat: "points, locks, labels edited; keys twice",
    required: "the course's own count",
    tests: [
      [damages, "points changed"],
      [damages, "locks taken off"],
      [damages, "labels of two answers swapped"],
      [damage, "a key that stands twice"],
      ["grading/class/grade-class.test.ts", "whatever the judge says about points"],
    ],
  },
  {
    row: 35,
    threat: "100 MB of outputs",
    required: "left out before anything is parsed",
    tests: [
      [damage, "are never parsed"],
      [hostile, "it is refused before it is parsed"],
    ],
  },
  {
    row: 36,
    threat: "no JSON, cut off, empty, a web page, cells null",
    required: "refused, with the cause",
    tests: [
      [damage, "ends in the middle"],
      [damage, "a login page"],
      [damage, "cells null"],
    ],
  },
  {
    row: 37,
    threat: "notebook formats 3, 4.4 with ids, 5",
    required: "3 and 4.4 read, 5 refused",
    tests: [
      [damages, "nbformat 3"],
      [damages, "format 4.4 with ids"],
      [damage, "nbformat 5"],
    ],
  },
  {
    row: 38,
    threat: "byte order marks, UTF-16, CRLF, NUL, lone surrogates, NaN",
    required: "graded as the undamaged twin",
    tests: [
      [damage, "a byte order mark"],
      [damage, "UTF-16, big end first"],
      [damage, "NaN and Infinity"],
      [damages, "zero bytes in a source"],
      [damages, "half a character in a source"],
      [damages, "line ends of Windows in sources"],
    ],
  },
  {
    row: 39,
    threat: "zips: paths that lead out, links, bombs, zips in zips, two notebooks",
    required: "refused, or asked",
    tests: [
      [files, "a path that leads out"],
      [files, "a zip in a zip"],
      [files, "two different notebooks"],
      ["grading/class/read-zip.test.ts", "refuses a bomb by its header"],
    ],
  },
  {
    row: 40,
    threat: "markup and formulas in names, answers and outputs",
    required: "escaped; guarded",
    tests: [
      ["grading/report/pages.test.ts", "never let a name, an answer or a comment become markup"],
      ["grading/exports/exports.test.ts", "=1+1"],
      ["grading/class/marking.test.ts", "guard spreadsheets against answers that are formulas"],
    ],
  },
];
