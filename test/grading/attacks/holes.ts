/** Holes that some sandbox had, and ways to lie on the pipe between judge and answer. */
import type { Row } from "./row";

const sandbox = "grading/judge/sandbox.test.ts";
const seccomp = "grading/judge/seccomp.test.ts";
const isolation = "grading/attacks/isolation.test.ts";
const memory = "grading/attacks/memorising.test.ts";
const codec = "questions/codec.test.ts";

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
