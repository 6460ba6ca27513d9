/** The threat model, row by row: what is tried, what has to come of it, and which tests show it. */

/** A test that is not in one of the tables of attacks: its file below test/, and a part of its title. */
export type TestName = readonly [file: string, title: string];

export interface Row {
  /** Its number, or "hole: ..." and "pipe: ..." as the attacks are labelled. */
  row: number | string;
  threat: string;
  required: string;
  /** Tests besides the attacks that carry the row's label. */
  tests?: readonly TestName[];
}

const damage = "grading/notebook/damage.test.ts";
const damages = "grading/notebook/damages.ts";
const files = "grading/class/files.test.ts";
const hostile = "grading/attacks/files.test.ts";
const sandbox = "grading/judge/sandbox.test.ts";
const seccomp = "grading/judge/seccomp.test.ts";
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

/** Ways to take more than one's share, or to get out, that worked in some sandbox. */
export const holes: readonly Row[] = [
  {
    row: "hole: heap",
    threat: "the heap grows",
    required: "memory",
    tests: [
      ["grading/attacks/tables/resources.ts", "heap: lists without end"],
      ["grading/attacks/tables/resources.ts", "raises its heap limit while it runs"],
    ],
  },
  { row: "hole: buffers", threat: "buffers outside the heap", required: "memory" },
  { row: "hole: SharedArrayBuffer", threat: "shared buffers outside the heap", required: "memory" },
  { row: "hole: wasm memory", threat: "WebAssembly's memory outside the heap", required: "memory" },
  {
    row: "hole: memfd",
    threat: "memory files, which no limit counts",
    required: "refused by the kernel",
    tests: [
      [seccomp, "memfd_create"],
      [seccomp, "mmap, shared without a file"],
    ],
  },
  {
    row: "hole: endless loop",
    threat: "a loop where the judge's clock is gone",
    required: "ended by the kernel",
    tests: [[sandbox, "ends by the kernel's clock"]],
  },
  {
    row: "hole: fork bomb",
    threat: "processes, where the judge is root",
    required: "refused by the kernel",
    tests: [
      [sandbox, "never root outside"],
      [seccomp, "clone of a process"],
    ],
  },
  { row: "hole: disk", threat: "folders in memory that have no limit", required: "read-only or not there" },
  { row: "hole: inodes", threat: "many small files", required: "read-only" },
  { row: "hole: output", threat: "more output than the judge can hold", required: "output" },
  {
    row: "hole: environment",
    threat: "the judge's environment and paths in /proc/1",
    required: "nothing to see",
    tests: [
      [isolation, "no environment but its folder"],
      [isolation, "/proc/1/environ"],
      ["grading/judge/kernel.test.ts", "sees no variable of whoever started it"],
    ],
  },
  {
    row: "hole: descriptors",
    threat: "a descriptor that leaked through",
    required: "closed",
    tests: [
      [isolation, "no descriptor but its own"],
      [sandbox, "gets no descriptor that this process inherited"],
    ],
  },
  {
    row: "hole: namespaces",
    threat: "namespaces of its own",
    required: "refused",
    tests: [
      [seccomp, "unshare"],
      ["grading/judge/kernel.test.ts", "makes no namespace of its own"],
    ],
  },
  { row: "hole: native programs", threat: "runs a native program", required: "refused by the kernel" },
];

/** Ways to lie on the pipe between judge and answer. */
export const pipe: readonly Row[] = [
  { row: "pipe: early line", threat: "a line before it is asked for", required: "tampered" },
  { row: "pipe: late line", threat: "a line while the judge thinks", required: "tampered" },
  { row: "pipe: doubled line", threat: "two replies to one request", required: "tampered" },
  { row: "pipe: unknown id", threat: "a reply to another request", required: "tampered" },
  { row: "pipe: forged reply", threat: "a reply in the harness's place", required: "no more than any claim" },
  {
    row: "pipe: never settles",
    threat: "promises that never settle, SIGSTOP",
    required: "timeout",
    tests: [
      ["grading/attacks/tables/endings.ts", "a promise that never settles"],
      ["grading/attacks/tables/endings.ts", "stops itself"],
    ],
  },
  {
    row: "pipe: ends",
    threat: "exit, a closed pipe, a late error",
    required: "this question fails alone",
    tests: [
      ["grading/attacks/tables/channel.ts", "closes the pipe"],
      ["grading/attacks/tables/endings.ts", "process.exit(0) inside the function"],
      ["grading/attacks/tables/endings.ts", "with a late throw"],
    ],
  },
  {
    row: "pipe: getters, proxies",
    threat: "values that change while they are read",
    required: "read once, then compared",
    tests: [
      ["grading/attacks/tables/values.ts", "an object with a getter that changes"],
      ["grading/attacks/tables/channel.ts", "is a promise, a thenable, a proxy"],
    ],
  },
  {
    row: "pipe: numbers",
    threat: "NaN, infinities, undefined, -0, typed arrays, bigints",
    required: "kept apart",
    tests: [
      [codec, "arrays and objects, with what JSON loses"],
      [codec, "typed arrays keep their type and bits"],
    ],
  },
  { row: "pipe: cycles", threat: "a value that contains itself", required: "error" },
  {
    row: "pipe: nesting",
    threat: "100,000 brackets",
    required: "measured before it is parsed",
    tests: [[codec, "is measured before it is parsed"]],
  },
  { row: "pipe: 15 MB of {}", threat: "a line that costs the judge its memory", required: "tampered" },
  { row: "pipe: too much in total", threat: "a list without end", required: "output" },
  { row: "pipe: not the codec's text", threat: "text that the harness does not write", required: "tampered" },
  {
    row: "pipe: __proto__",
    threat: "a key called __proto__",
    required: "a name like others",
    tests: [[codec, "__proto__ is a name like others"]],
  },
  { row: "pipe: nonce", threat: "reads all memory it has", required: "nothing in it is worth points" },
  {
    row: "pipe: memorised",
    threat: "values of an earlier run",
    required: "fail",
    tests: [[memory, "a replayed reply is worth nothing"]],
  },
  {
    row: "pipe: state",
    threat: "remembers earlier calls",
    required: "some checks meet it fresh",
    tests: [[memory, "meets one check in a fresh sandbox"]],
  },
  { row: "pipe: common family", threat: "right on common inputs only", required: "fail" },
  {
    row: "pipe: weak oracle",
    threat: "a check that lets a wrong answer pass",
    required: "small changes of right answers fail",
    tests: [
      ["exercises/question-tests.ts", "small changes fail"],
      ["grading/attacks/hostile-values.test.ts", "no check breaks, hangs or quotes them whole"],
    ],
  },
  {
    row: "pipe: borrowed",
    threat: "a neighbour's or the library's code",
    required: "one sandbox a question, with what it needs",
    tests: [
      ["grading/attacks/tables/borrowing.ts", "changes globals for the next question"],
      ["grading/attacks/tables/borrowing.ts", "requires the solution by its path"],
    ],
  },
];
