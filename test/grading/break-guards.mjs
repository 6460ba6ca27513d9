/**
 * Takes the grader's guards away, one at a time, in a copy of the clone, and sees that a test fails each time:
 * `node test/grading/break-guards.mjs [--only WORD]`. Some ten minutes; not part of `npm test`.
 *
 * A guard is a text in a file and what to put in its place; a test is a file and a part of the titles to run. The tests have to
 * pass as they are: run them first.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });

const [bubblewrap, options] = ["sandbox/bubblewrap.ts", "sandbox/node-options.ts"];
const [kernel, sandbox, isolation] = ["judge/kernel", "judge/sandbox", "attacks/isolation"];
const [resources, channel, files] = ["attacks/resources", "attacks/channel", "attacks/files"];

/** [guard, file below lib/grading or lib, from, to, test file below test/grading or test, titles] */
const guards = [
  ["prlimit --data", options, "`--data=${limits.dataBytes}`,", "", kernel, "stand for data"],
  [
    "prlimit --data, by use",
    options,
    "`--data=${limits.dataBytes}`,",
    "",
    resources,
    "buffers outside the heap",
  ],
  ["prlimit --cpu", options, "`--cpu=${limits.processorSeconds}`,", "", sandbox, "kernel's clock"],
  ["prlimit --nofile", options, "`--nofile=${limits.openFiles}`,", "", resources, "opens files until"],
  ["prlimit --fsize", options, '"--fsize=0",', "", kernel, "stand for data"],
  ["prlimit --core", options, '"--core=0",', "", kernel, "stand for data"],
  [
    "node's heap limit",
    options,
    "`--max-old-space-size=${limits.heapMegabytes}`,",
    "",
    kernel,
    "stand for the heap",
  ],
  ["node's random seed", options, '"--random-seed=1",', "", isolation, "same random numbers"],
  ["bwrap --unshare-all", bubblewrap, '"--unshare-all", ', "", kernel, "namespaces of its own"],
  [
    "bwrap: no network namespace",
    bubblewrap,
    '"--unshare-all", ',
    '"--unshare-all", "--share-net", ',
    kernel,
    "namespaces of its own",
  ],
  ["bwrap --disable-userns", bubblewrap, ', "--disable-userns"', "", kernel, "makes no namespace"],
  [
    "bwrap --uid",
    bubblewrap,
    '"--uid", String(NOBODY), ',
    '"--uid", "0", ',
    isolation,
    "a user without rights",
  ],
  ["bwrap --hostname", bubblewrap, ', "--hostname", "sandbox"', "", isolation, "a user without rights"],
  ["bwrap --as-pid-1", bubblewrap, '"--as-pid-1", ', "", isolation, "a user without rights"],
  ["bwrap --die-with-parent", bubblewrap, '"--die-with-parent", ', "", sandbox, "dies with its judge"],
  ["bwrap --new-session", bubblewrap, '"--new-session", ', "", kernel, "session of its own"],
  ["bwrap --clearenv", bubblewrap, '"--clearenv", ', "", kernel, "sees no variable"],
  ["bwrap --cap-drop", bubblewrap, ', "--cap-drop", "ALL"', ', "--cap-add", "ALL"', kernel, "has no rights"],
  [
    "bwrap --ro-bind",
    bubblewrap,
    '["--ro-bind", from!, to!]',
    '["--bind", from!, to!]',
    resources,
    "overwrites its own harness",
  ],
  ["bwrap --remount-ro", bubblewrap, '"--remount-ro", "/", ', "", resources, "many small folders"],
  [
    "bwrap: only what is needed is bound",
    bubblewrap,
    '[child, "/child.js"]]',
    '[child, "/child.js"], ["/etc", "/etc"]]',
    isolation,
    "Node, its libraries",
  ],
  ["bwrap --seccomp", bubblewrap, '...["--seccomp", String(FILTER)],', "", resources, "twenty detached"],
  [
    "seccomp: fork",
    "sandbox/seccomp.ts",
    "keepBits(CLONE_THREAD),\n    unlessEqualSkip(0, 1)",
    "keepBits(CLONE_THREAD),\n    unlessEqualSkip(1, 1)",
    "judge/seccomp",
    "forbids",
  ],
  ["seccomp: memfd", "sandbox/system-calls.ts", "memfd_create: [319, 279],", "", "judge/seccomp", "forbids"],
  ["seccomp: sockets", "sandbox/system-calls.ts", "  socket: [41, 198],\n", "", "judge/seccomp", "forbids"],
  ["seccomp: ptrace", "sandbox/system-calls.ts", "ptrace: [101, 117],", "", "judge/seccomp", "forbids"],
  [
    "seccomp: x32 numbers",
    "sandbox/seccomp.ts",
    "finish(failWith(EPERM)),\n    ...calls",
    "finish(ALLOW),\n    ...calls",
    "judge/seccomp",
    "forbids",
  ],
  [
    "seccomp: shared memory without a file",
    "sandbox/seccomp.ts",
    "unlessEqualSkip(SHARED_ANONYMOUS, 1)",
    "unlessEqualSkip(0xff, 1)",
    "judge/seccomp",
    "forbids",
  ],
  [
    "not root outside",
    "sandbox/spawn.ts",
    "...(isRoot && user !== undefined ? { uid: user, gid: user } : {}),",
    "",
    sandbox,
    "never root outside",
  ],
  ["empty environment", "sandbox/spawn.ts", "env: {},", "env: process.env,", sandbox, "empty environment"],
  [
    "no descriptor is inherited",
    "sandbox/spawn.ts",
    "const last = Math.max(streams.length - 1, ...inheritedDescriptors(streams.length));",
    "const last = streams.length - 1;",
    sandbox,
    "no descriptor that this process",
  ],
  [
    "each sandbox is used once",
    "sandbox/pool.ts",
    "const sandbox = waiting.shift()!;",
    "const sandbox = waiting[0]!;",
    "attacks/borrowing",
    "changes globals",
  ],
  [
    "cap of what is printed",
    "sandbox/output.ts",
    "if (this.bytes > limits.printedBytes) onTooMuch();",
    "",
    resources,
    "200 MB of console",
  ],
  ["cap of a line", "sandbox/line-reader.ts", "length > longest || ", "", channel, "a line of 15 MB"],
  [
    "cap of all lines",
    "sandbox/line-reader.ts",
    " || total > limits.replyCharacters",
    "",
    sandbox,
    "send more in all",
  ],
  [
    "one outstanding call",
    "sandbox/line-reader.ts",
    'if (waiting === undefined) return onBreach("a line that nobody asked for");',
    "if (waiting === undefined) return;",
    channel,
    "late line|early line",
  ],
  [
    "one line a reply",
    "sandbox/line-reader.ts",
    'if (end < chunk.length - 1) return onBreach("a line that nobody asked for");',
    "",
    channel,
    "early line|doubled",
  ],
  [
    "the reply's number",
    "sandbox/sandbox.ts",
    "if (line.startsWith(`${id} `)) return",
    "if (line !== undefined) return",
    channel,
    "unknown id",
  ],
  [
    "wall clock",
    "sandbox/sandbox.ts",
    "setTimeout(() => this.stop(late), milliseconds)",
    "setTimeout(() => undefined, milliseconds)",
    "attacks/endings",
    "promise that never settles",
  ],
  [
    "one time for all calls",
    "judge/remote-subject.ts",
    "left -= performance.now() - start;",
    "",
    sandbox,
    "one time for all calls",
  ],
  [
    "verdicts that may be claimed",
    "judge/remote-subject.ts",
    'status !== "error" || !claimable.includes(first as Verdict) || ',
    'status !== "error" || ',
    channel,
    "claims the verdict pass",
  ],
  [
    "words for a terminal",
    "judge/remote-subject.ts",
    '.replace(/[^\\P{C}\\n\\t]/gu, "?")',
    "",
    "attacks/source",
    "escape sequences",
  ],
  [
    "length of messages",
    "judge/grade-answer.ts",
    "message && readable(message, LONGEST_MESSAGE)",
    "message",
    "attacks/hostile-values",
    "",
  ],
  [
    "no check ends the judge",
    "judge/grade-answer.ts",
    "throw new AnswerError(`The check could not read",
    "throw new Error(`The check could not read",
    sandbox,
    "without checks",
  ],
  [
    "the last look at the pipe",
    "judge/grade-answer.ts",
    "isClean ? results : results.map(asTampered)",
    "results",
    channel,
    "after its last reply",
  ],
  [
    "a fresh sandbox for some checks",
    "judge/grade-answer.ts",
    "check === apart ? begin : undefined",
    "undefined",
    "attacks/memorising",
    "one question in eight",
  ],
  [
    "fresh inputs",
    "../questions/run-checks.ts",
    "rng(seed).stream(",
    "rng(1).stream(",
    "attacks/memorising",
    "inputs differ",
  ],
  [
    "no verdict without a check",
    "../questions/run-checks.ts",
    'if (results.length === 0) return "error";',
    "",
    sandbox,
    "without checks",
  ],
  [
    "every expected check is reported",
    "class/grade-submission.ts",
    '(verdict === "pass" ? "error" : verdict)',
    "verdict",
    "class/grade-class",
    "never counts a check",
  ],
  [
    "points by the course",
    "class/grade-submission.ts",
    'points: came === "pass" ? maxPoints : 0,',
    "points: reported?.points ?? 0,",
    "class/grade-class",
    "whatever the judge says",
  ],
  ["length of an answer", "judge/judge.ts", "checkLength(code);", "", "attacks/source", "10 MB in one line"],
  [
    "imports by name",
    "judge/compile-cells.ts",
    "if (isGiven || imports.includes(name)) return;",
    "return;",
    "attacks/borrowing",
    "imports the answer",
  ],
  [
    "imports of modules",
    "judge/compile-cells.ts",
    'if (name === "ganbook") return;',
    "return;",
    "attacks/borrowing",
    'imports "fs"',
  ],
  [
    "the library is cut to the question",
    "judge/judge.ts",
    "bundleLibrary(imports)",
    'bundleLibrary(["rng", "slerp"])',
    "attacks/borrowing",
    "requires what it may not",
  ],
  [
    "time for a text, compiled",
    "judge/reader.ts",
    "setTimeout(() => settle(), 1000 * seconds)",
    "setTimeout(() => undefined, 1000 * seconds)",
    "attacks/source",
    "given up after",
  ],
  [
    "time for a text, found",
    "judge/reader.ts",
    "setTimeout(() => settle(), 1000 * seconds)",
    "setTimeout(() => undefined, 1000 * seconds)",
    files,
    "keeps a parser busy",
  ],
  [
    "texts that were slow are skipped",
    "judge/reader-worker.ts",
    'skip !== "all" && !skip.includes(number)',
    'skip !== "all"',
    files,
    "cell of its own",
  ],
  [
    "codec: no prototype",
    "../questions/codec.ts",
    "const object = Object.create(null) as Record<string, Plain>;",
    "const object = {} as Record<string, Plain>;",
    "../questions/codec",
    "__proto__",
  ],
  [
    "codec: depth",
    "../questions/codec.ts",
    "if (++depth > 2 * codecLimits.depth + 4) throw tooDeep();",
    "depth++;",
    "../questions/codec",
    "measured before",
  ],
  [
    "codec: items",
    "../questions/codec.ts",
    "if (items > 4 * codecLimits.items) throw tooLarge();",
    "",
    "../questions/codec",
    "measured before",
  ],
  [
    "codec: length",
    "../questions/codec.ts",
    "if (text.length > codecLimits.characters) throw tooLarge();\n  let depth",
    "let depth",
    "../questions/codec",
    "measured before",
  ],
  [
    "codec: no objects",
    "../questions/codec.ts",
    "case 0x7b: // {\n        throw malformed();",
    "case 0x7b: // {\n        break;",
    "../questions/codec",
    "cannot have written",
  ],
  [
    "codec: sides of a tensor",
    "../questions/codec.ts",
    " && value <= codecLimits.characters",
    "",
    "../questions/codec",
    "cannot have written",
  ],
  ["size of a notebook", "notebook/strip-outputs.ts", "size > MAX_KEPT || ", "", files, "25 MB in a cell"],
  [
    "parts of a notebook",
    "notebook/strip-outputs.ts",
    " || this.count > MAX_PARTS",
    "",
    files,
    "a million cells",
  ],
  [
    "depth of a notebook",
    "notebook/strip-outputs.ts",
    "if (this.depth > MAX_DEPTH)",
    "if (this.depth > 1e9)",
    "notebook/damage",
    "nested without end",
  ],
  [
    "only the teacher's zip is a class",
    "class/collect.ts",
    "if (!isClass && isClassExport(paths)) throw new RefusedZip(looksLikeClass);",
    "",
    "class/files",
    "a student's zip, a class's",
  ],
  [
    "a student's zip tells no time",
    "class/collect.ts",
    "isClass ? { ...ownerOf(path, names), time } : {}",
    "isClass ? { ...ownerOf(path, names), time } : { time }",
    files,
    "own clock",
  ],
  [
    "a student's folder names nobody else",
    "class/name-patterns.ts",
    "if (rest.length > 0) return { student: first };",
    "",
    files,
    "speaks for",
  ],
  [
    "only files are read",
    "class/collect.ts",
    "if (!status.isFile()) {",
    "if (status.isSymbolicLink()) {",
    files,
    "a file that is none",
  ],
  [
    "timestamps are files",
    "class/collect.ts",
    "if (!status?.isFile() || status.size > 100) return undefined;",
    "",
    files,
    "a file that is none",
  ],
  [
    "zip: links",
    "class/read-zip.ts",
    "if (isLink(entry))",
    "if (false as boolean)",
    "class/files",
    "a zip with a link",
  ],
  [
    "zip: bytes of an entry",
    "class/read-zip.ts",
    "if (entry.uncompressedSize > limit) {",
    "if (entry.uncompressedSize > 1e12) {",
    "class/read-zip",
    "refuses",
  ],
  [
    "zip: entries",
    "class/read-zip.ts",
    "if (file.entryCount > limits.entries)",
    "if (file.entryCount > 1e9)",
    "class/read-zip",
    "too many entries",
  ],
  ["formulas in tables", "class/csv.ts", "escape_formulas: true,", "", "exports/exports", "=1"],
  [
    "no sandbox, no grading",
    "sandbox/choose-level.ts",
    'unsafe ? (["none"] as const) : []',
    '(["none"] as const)',
    sandbox,
    "refuses, and says why",
  ],
  [
    "the level none needs a word",
    "sandbox/choose-level.ts",
    'if (level === "none" && !unsafe)',
    "if (false as boolean)",
    sandbox,
    "never takes the level none",
  ],
];

function copyOfClone() {
  const copy = mkdtempSync(join(tmpdir(), "ganbook-guards-"));
  for (const name of ["lib", "test"])
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/\/(dist|node_modules)$/.test(path),
    });
  for (const name of ["node_modules", "exercises", "solutions", "notebooks", "data", ".venv"])
    symlinkSync(join(root, name), join(copy, name));
  for (const name of ["package.json", "tsconfig.json", "vitest.config.mts"])
    cpSync(join(root, name), join(copy, name));
  return copy;
}

/** How many tests fail; 0 also where none runs, as for a file that cannot be loaded. The tests pass without a change. */
function failedTests(copy, test, titles) {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const file = `test/grading/${test}.test.ts`.replace("grading/../", "");
  const args = ["run", "--root", copy, "--bail", "1", file, ...(titles ? ["-t", titles] : [])];
  const { stdout } = spawnSync(process.execPath, [vitest, ...args], {
    cwd: copy,
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, GANBOOK_CI_STRICT: "1", NO_COLOR: "1" },
  });
  return Number(/Tests +.*?(\d+) failed/.exec(stdout)?.[1] ?? 0);
}

const copy = copyOfClone();
const unnoticed = [];
try {
  for (const [guard, file, from, to, test, titles] of guards.filter(([name]) => name.includes(values.only))) {
    const path = resolve(copy, "lib/grading", file);
    const text = readFileSync(path, "utf8");
    if (text.split(from).length !== 2) {
      console.log(
        `?  ${guard}: ${JSON.stringify(from)} stands ${text.split(from).length - 1} times in ${file}`,
      );
      unnoticed.push(guard);
      continue;
    }
    const intact = runTest(copy, test, titles);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    const broken = runTest(copy, test, titles);
    writeFileSync(path, text);
    const isNoticed = intact.status === 0 && intact.passed > 0 && broken.status !== 0;
    if (!isNoticed) unnoticed.push(guard);
    const why =
      intact.status !== 0 ? "fails without a change" : intact.passed === 0 ? "no such test" : "NOT NOTICED";
    console.log(
      `${isNoticed ? "✓" : "✗"}  ${guard}: ${isNoticed ? `noticed by ${test}` : `${why} (${test}: ${titles})`}`,
    );
    if (intact.status !== 0) console.log(intact.stdout.slice(-1500));
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(
  unnoticed.length === 0 ? "Every guard is missed by a test." : `Not missed: ${unnoticed.join(", ")}.`,
);
process.exitCode = unnoticed.length === 0 ? 0 : 1;
