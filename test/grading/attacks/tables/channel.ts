/** Answers that write and read the pipe between harness and judge. The table "The pipe is only a claim". */
import { getModule, hasRoomForThreads, honest, wrong } from "../attack";
import type { Attack } from "../attack";
import { maximum } from "../../judge/tiny-questions";

const fs = `${getModule} const fs = get("fs"); const say = (text: string) => fs.writeSync(3, text + "\\n");`;
const ok = (value: string) => `["a","ok",${value}]`;

export const channel: readonly Attack[] = [
  {
    row: "pipe: early line",
    name: "answers the next requests before they are asked",
    attack: wrong(`${fs} for (let id = 2; id < 40; id++) say(id + ' ${ok("1000")}');`),
    verdict: "tampered",
    twin: honest(fs),
  },
  {
    row: "pipe: early line",
    name: "answers the request that loads it, in the harness's place",
    attack: wrong(`${fs} say('1 ${ok("null")}');`),
    verdict: "tampered",
    twin: honest(fs),
  },
  {
    row: "pipe: late line",
    name: "a thread writes lines while the judge thinks",
    attack: wrong(`${getModule} new (get("worker_threads").Worker)(
      'setInterval(() => require("fs").writeSync(3, "7 x\\\\n"), 1)', { eval: true });
      await new Promise((resolve) => setTimeout(resolve, 300));`),
    verdict: ["memory", "tampered"], // the first where there is no room for threads
    twin: honest(
      hasRoomForThreads
        ? `${getModule} new (get("worker_threads").Worker)('1 + 1', { eval: true });
      await new Promise((resolve) => setTimeout(resolve, 50));`
        : "",
    ),
  },
  {
    row: "pipe: late line",
    name: "right, but writes a line after its last reply",
    attack: `${fs} const { writeSync } = fs; let isLast = false;
      fs.writeSync = (to: number, text: Buffer) => {
        const length = writeSync(to, text);
        if (isLast && to === 3) writeSync(3, "and more\\n");
        return length;
      };
      function maximum(list: number[]): any { isLast = list.length === 0; return isLast ? undefined : Math.max(...list); }`,
    verdict: "tampered",
    twin: honest(fs),
  },
  {
    row: "pipe: doubled line",
    name: "writes its own reply, then lets the harness write another",
    attack: wrong(`${fs} let id = 1;`, `say(++id + ' ${ok("1000")}')`),
    verdict: "tampered",
    twin: honest(`${fs} let id = 1;`),
  },
  {
    row: "pipe: unknown id",
    name: "fs.writeSync gives each reply another number",
    attack: wrong(`${fs} const { writeSync } = fs;
      fs.writeSync = (to: number, text: Buffer) => (writeSync(to, "99" + text), text.length);`),
    verdict: "tampered",
    twin: honest(`${fs} const { writeSync } = fs; fs.writeSync = (...all: any[]) => writeSync(...all);`),
  },
  {
    row: "pipe: unknown id",
    name: "gives each reply the number of the next request",
    attack: wrong(`${fs} const { writeSync } = fs;
      fs.writeSync = (to: number, text: Buffer) => {
        const [id, ...rest] = String(text).split(" ");
        writeSync(to, to === 3 ? Number(id) + 1 + " " + rest.join(" ") : text);
        return text.length;
      };`),
    verdict: "tampered",
    twin: honest(`${fs} const { writeSync } = fs; fs.writeSync = (...all: any[]) => writeSync(...all);`),
  },
  {
    row: "pipe: forged reply",
    name: "fs.writeSync says ok to everything, with the right number",
    attack: wrong(`${fs} const { writeSync } = fs;
      fs.writeSync = (to: number, text: Buffer) =>
        (writeSync(to, String(text).split(" ")[0] + ' ${ok('["undefined"]')}\\n'), text.length);`),
    // The check that wants undefined is answered rightly, but not before the others failed: see below.
    verdict: "fail",
    question: { ...maximum, checks: numbersOnly() },
    twin: honest(fs),
  },
  {
    row: "pipe: forged reply",
    name: "toJSON on arrays turns every reply into one of its own",
    attack: wrong(`(Array.prototype as any).toJSON = function () { return "a,ok,1000"; };`),
    verdict: "tampered",
    twin: honest(`class Price { toJSON() { return 1; } } JSON.stringify([new Price()]);`),
  },
  {
    row: "pipe: forged reply",
    name: "claims the verdict pass",
    attack: wrong(`${fs} const { writeSync } = fs;
      fs.writeSync = (to: number, text: Buffer) =>
        (writeSync(to, String(text).split(" ")[0] + ' ["a","error","pass","all is well"]\\n'), text.length);`),
    verdict: "tampered",
    twin: honest(fs),
  },
  {
    row: "pipe: not the codec's text",
    name: "JSON that the codec does not write",
    attack: wrong(`${fs} const { writeSync } = fs;
      fs.writeSync = (to: number, text: Buffer) =>
        (writeSync(to, String(text).split(" ")[0] + ' {"__proto__":{"ok":true}}\\n'), text.length);`),
    verdict: "tampered",
    twin: honest(fs),
  },
  {
    row: "pipe: nesting",
    name: "a reply of 100,000 brackets",
    attack: wrong(`${fs} const { writeSync } = fs;
      fs.writeSync = (to: number, text: Buffer) =>
        (writeSync(to, String(text).split(" ")[0] + " " + "[".repeat(1e5) + "]".repeat(1e5) + "\\n"), text.length);`),
    verdict: ["error", "tampered"],
    twin: honest(fs),
  },
  {
    row: "pipe: cycles",
    name: "returns a list that contains itself",
    attack: wrong(`const ring: any[] = []; ring.push(ring);`, "return [ring]"),
    verdict: "error",
    message: /contains itself/,
    twin: honest(`const list: any[] = []; list.push(list);`),
  },
  {
    row: "pipe: 15 MB of {}",
    name: "a line of 15 MB",
    attack: wrong(`${fs} const big = Buffer.alloc(15e6, "{},"); for (let i = 0; i < big.length; )
      i += fs.writeSync(3, big.subarray(i));`),
    verdict: "tampered",
    message: /more text/,
    twin: honest(`const big = Buffer.alloc(15e6, "{},");`),
  },
  {
    row: "pipe: too much in total",
    name: "returns a list without end",
    attack: wrong("", "return new Array(2 ** 32 - 1)"),
    verdict: "output",
    twin: honest(`const long = new Array(2 ** 32 - 1);`),
  },
  {
    row: "pipe: __proto__",
    name: "a key __proto__ in the result",
    attack: wrong("", `return { ["__proto__"]: { max: 1 }, max: 1 }`),
    verdict: "fail",
    twin: honest(`const object = { ["__proto__"]: 1 };`),
  },
  {
    row: "pipe: nonce",
    name: "searches a heap snapshot of itself for the judge's numbers",
    attack: wrong(
      `${getModule} let seen: number[] = [];`,
      `const text = get("v8").getHeapSnapshot().read()?.toString() ?? "";
       seen = text.match(/\\b\\d{3}\\b/g)?.map(Number) ?? []; return seen.at(-1) ?? 0`,
    ),
    verdict: ["fail", "timeout", "memory"],
    twin: honest(getModule),
  },
  {
    row: "own",
    name: "steals the next request from the pipe",
    attack: wrong(fs, `fs.readSync(3, Buffer.alloc(1000))`),
    seconds: 1,
    verdict: "timeout",
    twin: honest(fs),
  },
  {
    row: "own",
    name: "closes the pipe",
    attack: wrong(`${fs} fs.closeSync(3);`),
    verdict: "crash",
    twin: honest(fs),
  },
  {
    row: "own",
    name: "makes the pipe one that does not wait",
    attack: wrong(`${getModule} const socket = new (get("net").Socket)({ fd: 3 }); socket.resume();`),
    seconds: 2,
    verdict: ["fail", "timeout", "error", "crash", "tampered"],
    twin: honest(getModule),
  },
  {
    row: "own",
    name: "is a promise, a thenable, a proxy: only what it computes counts",
    attack: `const maximum = new Proxy(() => 0, { apply: () => ({ then: (f: any) => f({ then: (g: any) => g(0) }) }) });`,
    verdict: "fail",
    twin: honest().replace("function maximum", "const maximum = new Proxy(function") + ", {});",
  },
];

function numbersOnly() {
  return [
    {
      name: "a number",
      run: async (subject: { call(...args: number[][]): Promise<unknown> }) =>
        (await subject.call([1, 5, 3])) === 5 ? undefined : "Not the largest.",
    },
  ];
}
