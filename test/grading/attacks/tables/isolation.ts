/** What an answer can see and reach. Rows 21 and 22 and the table of limits; `probe` answers tell by the error they throw. */
import { getModule, honest, wrong } from "../attack";
import type { Attack } from "../attack";

export const isolation: readonly Attack[] = [
  ...[
    ["http", `await fetch("http://127.0.0.1:1/")`],
    ["a name server", `await get("dns").promises.lookup("example.com")`],
    ["TCP", `await new Promise((_, no) => get("net").connect(80, "127.0.0.1").on("error", no))`],
    [
      "a server of its own",
      `await new Promise((_, no) => get("net").createServer().on("error", no).listen(0))`,
    ],
    ["UDP", `await new Promise((_, no) => get("dgram").createSocket("udp4").on("error", no).bind(0))`],
    ["a local socket", `await new Promise((_, no) => get("net").connect("\\0abstract").on("error", no))`],
    ["the inspector", `get("inspector").open(9229, "127.0.0.1", true)`],
  ].map(([name, call]) => ({
    row: 21 as const,
    name: `network: ${name}`,
    attack: wrong(`${getModule} ${call};`),
    verdict: ["error", "fail", "timeout", "crash"] as const,
    seconds: 3,
    twin: honest(getModule),
  })),
  {
    row: 22,
    name: "signals every process it can see",
    attack: wrong(
      `for (const pid of [-1, 0, 1, 2, process.ppid]) try { process.kill(pid, "SIGKILL"); } catch {}`,
    ),
    verdict: ["fail", "crash"],
    twin: honest(`process.kill(process.pid, 0);`),
  },
  {
    row: "hole: native programs",
    name: "runs a program",
    attack: wrong(
      getModule,
      `const { error } = get("child_process").spawnSync("/node", ["-v"]); if (error) throw error`,
    ),
    verdict: "error",
    message: /EPERM/,
    twin: honest(getModule),
  },
  {
    row: "own",
    name: "becomes another user",
    attack: wrong("", "(process as any).setuid(0)"),
    verdict: "error",
    message: /EPERM|EINVAL/,
    twin: honest("(process as any).getuid();"),
  },
  {
    row: "own",
    name: "loads a library as an addon",
    attack: wrong("", `(process as any).dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6")`),
    verdict: "error",
    twin: honest(),
  },
];
