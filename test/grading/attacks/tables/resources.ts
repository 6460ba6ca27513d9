/** Answers that take all there is. Rows 17 to 20 and the table of limits. */
import { getModule, hasRoomForThreads, honest, wrong } from "../attack";
import type { Attack } from "../attack";

const fs = `${getModule} const fs = get("fs");`;
const small = "const some = new Float64Array(1e6);";

export const resources: readonly Attack[] = [
  {
    row: 17,
    name: "heap: lists without end",
    attack: wrong("", "const all: any[] = []; for (;;) all.push(new Array(1000).fill(all.length))"),
    verdict: "memory",
    seconds: 30,
    twin: honest("const all = Array.from({ length: 1e5 }, (_, i) => [i]);"),
  },
  {
    row: "hole: buffers",
    name: "buffers outside the heap",
    attack: wrong("", "const all: any[] = []; for (;;) all.push(Buffer.alloc(5e7, 1))"),
    verdict: "memory",
    seconds: 30,
    twin: honest(small),
  },
  {
    row: "hole: SharedArrayBuffer",
    name: "shared buffers",
    attack: wrong(
      "",
      "const all: any[] = []; for (;;) all.push(new Uint8Array(new SharedArrayBuffer(5e7)).fill(1))",
    ),
    verdict: "memory",
    seconds: 30,
    twin: honest("const shared = new SharedArrayBuffer(1e6);"),
  },
  {
    row: "hole: wasm memory",
    name: "WebAssembly's memory",
    attack: wrong(
      "",
      `const all: any[] = [];
       for (;;) {
         const memory = new (globalThis as any).WebAssembly.Memory({ initial: 1000, maximum: 1000 });
         all.push(new Uint8Array(memory.buffer).fill(1));
       }`,
    ),
    verdict: "memory",
    seconds: 30,
    twin: honest("new (globalThis as any).WebAssembly.Memory({ initial: 1, maximum: 1000 });"),
  },
  {
    row: "own",
    name: "raises its heap limit while it runs, then fills it",
    attack: wrong(
      `${getModule} get("v8").setFlagsFromString("--max-old-space-size=16000");`,
      "const all: any[] = []; for (;;) all.push(new Array(1000).fill(all.length))",
    ),
    verdict: "memory",
    seconds: 30,
    twin: honest(getModule),
  },
  {
    row: "own",
    name: "hundreds of threads, each with a heap of its own",
    attack: wrong(
      getModule,
      `for (let i = 0; i < 500; i++) new (get("worker_threads").Worker)("for(;;){}", { eval: true }); `,
    ),
    verdict: ["memory", "crash", "error", "timeout", "fail"],
    seconds: 5,
    twin: honest(
      hasRoomForThreads ? `${getModule} new (get("worker_threads").Worker)("1", { eval: true });` : "",
    ),
  },
  {
    row: "own",
    name: "recursion without end",
    attack: wrong("", "return maximum(list)"),
    verdict: "error",
    message: /call stack/,
    twin: honest("const depth = (n: number): number => (n === 0 ? 0 : 1 + depth(n - 1)); depth(1000);"),
  },
  {
    row: "own",
    name: "opens files until there are no more descriptors",
    attack: wrong(fs, `for (let i = 0; i < 1e4; i++) fs.openSync("/child.js", "r")`),
    verdict: "error",
    message: /EMFILE/,
    twin: honest(`${fs} fs.closeSync(fs.openSync("/child.js", "r"));`),
  },
  {
    row: 18,
    name: "200 MB of console.log",
    attack: wrong("", `const line = "x".repeat(1e6); for (let i = 0; i < 200; i++) console.log(line)`),
    verdict: "output",
    seconds: 30,
    twin: honest(`for (let i = 0; i < 2000; i++) console.log("row", i);`),
  },
  {
    row: "hole: output",
    name: "the same by the error stream, past the console",
    attack: wrong(fs, `const line = Buffer.alloc(1e6, "x"); for (;;) fs.writeSync(2, line)`),
    verdict: "output",
    seconds: 30,
    twin: honest(`${fs} fs.writeSync(2, "a warning\\n");`),
  },
  {
    row: 19,
    name: "twenty detached processes",
    attack: wrong(
      getModule,
      `const cp = get("child_process");
       for (let i = 0; i < 20; i++) {
         const { error } = cp.spawnSync("/node", ["-e", "for(;;){}"], { detached: true });
         if (error) throw error;
       }`,
    ),
    verdict: "error",
    message: /EPERM/,
    twin: honest(getModule),
  },
  {
    row: "hole: fork bomb",
    name: "forks whatever happens",
    attack: wrong(
      getModule,
      `for (let i = 0; i < 300; i++) try { get("child_process").spawn("/node", ["/child.js"]).on("error", () => 0); } catch {}`,
    ),
    verdict: ["fail", "error", "timeout"],
    twin: honest(getModule),
  },
  ...["/", "/tmp", "/dev/shm", "/lib", "/dev", "/proc", "/var/tmp"].map((folder) => ({
    row: "hole: disk" as const,
    name: `writes into ${folder}`,
    attack: wrong(fs, `fs.writeFileSync("${folder === "/" ? "" : folder}/file", "x".repeat(1e6))`),
    verdict: "error" as const,
    message: /EROFS|ENOENT|EFBIG/,
    twin: honest(`${fs} fs.existsSync("${folder}");`),
  })),
  {
    row: "hole: inodes",
    name: "many small folders",
    attack: wrong(fs, `for (let i = 0; i < 1e5; i++) fs.mkdirSync("/" + i)`),
    verdict: "error",
    message: /EROFS/,
    twin: honest(fs),
  },
  {
    row: 20,
    name: "a link out of the sandbox",
    attack: wrong(fs, `fs.symlinkSync("/etc/passwd", "/link")`),
    verdict: "error",
    message: /EROFS/,
    twin: honest(fs),
  },
  {
    row: 7,
    name: "overwrites its own harness for the next answer",
    attack: wrong(fs, `fs.writeFileSync("/child.js", "")`),
    verdict: "error",
    message: /EROFS/,
    twin: honest(fs),
  },
  {
    row: 8,
    name: "leaves a process that would change the results later",
    attack: wrong(
      getModule,
      `get("child_process").execSync("sleep 4; echo '{}' > results.json &", { shell: "/node" })`,
    ),
    verdict: "error",
    message: /EPERM/,
    twin: honest(getModule),
  },
];
