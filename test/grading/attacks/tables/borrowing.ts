/** Answers that call somebody else's code. Rows 11 and 26. */
import { getModule, honest, wrong } from "../attack";
import type { Attack } from "../attack";
import { maximum } from "../../judge/tiny-questions";

/** May import rng, and nothing else of the library. */
const withRng = { ...maximum, imports: ["rng"] };
const rng = `import { rng } from "ganbook"; const random = rng(3); random.uniform();`;

export const borrowing: readonly Attack[] = [
  {
    row: 11,
    name: "imports the answer from the library",
    attack: `import { maximum } from "ganbook";`,
    verdict: "error",
    message: /imports maximum\. This question is to be answered without imports/,
    twin: honest(),
  },
  {
    row: 11,
    name: "re-exports a library function under the answer's name",
    question: withRng,
    attack: `import { slerp as maximum } from "ganbook"; export { maximum };`,
    verdict: "error",
    message: /imports slerp\. This question allows imports from "ganbook" of rng only/,
    twin: honest(rng),
  },
  {
    row: 11,
    name: "takes it from the whole library",
    question: withRng,
    attack: `import * as library from "ganbook"; const maximum = (library as any).slerp;`,
    verdict: "error",
    twin: honest(`import * as library from "ganbook"; library.rng(1).uniform();`),
  },
  {
    row: 11,
    name: "requires what it may not import",
    question: withRng,
    attack: `const { slerp } = require("ganbook"); const maximum = (list: number[]) => slerp(list, list, 0);`,
    verdict: "error",
    twin: honest(`const { rng } = require("ganbook"); rng(1).uniform();`),
  },
  {
    row: 11,
    name: "imports it while it runs",
    attack: `const { maximum } = await import("ganbook");`,
    verdict: "error",
    twin: honest(`const library = await import("ganbook");`),
  },
  ...[
    "fs",
    "node:child_process",
    "../../questions/all",
    "../solutions/00-start-here",
    "typescript",
    "/child.js",
  ].map((name) => ({
    row: 11 as const,
    name: `imports "${name}"`,
    attack: `import * as other from "${name}"; const maximum = (other as any).maximum;`,
    verdict: "error" as const,
    message: /This question is to be answered without imports/,
    twin: honest(`// import * as other from "${name}";`),
  })),
  {
    row: 11,
    name: "re-exports from another module",
    attack: `export * from "./solution"; export { maximum } from "ganbook"; const maximum = 1;`,
    verdict: "error",
    twin: honest("export {};"),
  },
  {
    row: 11,
    name: "requires the solution by its path, with Node's own require",
    attack: wrong(
      getModule,
      `return get("module").createRequire("${process.cwd()}/")("./lib/dist/index.js").maximum(list)`,
    ),
    verdict: "error",
    message: /Cannot find module/,
    twin: honest(getModule),
  },
  {
    row: 22,
    name: "reads the solution's notebook",
    attack: wrong(getModule, `get("fs").readFileSync("${process.cwd()}/solutions/00-start-here.ipynb")`),
    verdict: "error",
    message: /ENOENT/,
    twin: honest(getModule),
  },
  {
    row: 26,
    name: "changes what the library gives to others: each question has a process of its own",
    question: withRng,
    attack: wrong(`import * as library from "ganbook"; Object.assign(library, { rng: null });`),
    verdict: "error",
    twin: honest(rng),
  },
  {
    row: 26,
    name: "changes globals for the next question",
    attack: wrong(
      `Math.max = () => 0; (globalThis as any).maximum = () => 1; Array.prototype.flatMap = (() => 0) as any;`,
    ),
    verdict: "fail",
    twin: honest(
      `if ((globalThis as any).maximum !== undefined) throw new Error("somebody was here before");`,
    ),
  },
  {
    row: "own",
    name: "takes the harness's functions from its own stack and module",
    attack: wrong(
      "",
      `return (process as any).mainModule?.exports?.maximum?.(list) ??
        (process as any).mainModule.children.map((m: any) => m.exports.maximum).find(Boolean)?.(list) ?? 0`,
    ),
    verdict: ["fail", "error"],
    twin: honest(),
  },
];
