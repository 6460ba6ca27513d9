/** What the kernel itself says of a sandboxed process: asked by programs that run in its place, and by Node's own report. */
import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleChild } from "../../../lib/grading/judge/bundle";
import { bubblewrap } from "../../../lib/grading/sandbox/bubblewrap";
import { stageFiles } from "../../../lib/grading/sandbox/files";
import type { StagedFiles } from "../../../lib/grading/sandbox/files";
import type { SandboxCommand } from "../../../lib/grading/sandbox/level";
import { limits } from "../../../lib/grading/sandbox/limits";
import { dataLimitBytes } from "../../../lib/grading/sandbox/node-options";
import { describeSandboxed, judge } from "./sandboxes";
import { maximum } from "./tiny-questions";

const strict = process.env.GANBOOK_CI_STRICT === "1";
const isBubblewrap = judge.level === "bubblewrap";
if (strict && !isBubblewrap) throw new Error("In CI bubblewrap is needed.");

describe.skipIf(!isBubblewrap)("a process in bubblewrap", () => {
  let staged: StagedFiles;
  let command: SandboxCommand;
  beforeAll(async () => {
    staged = stageFiles();
    const made = bubblewrap(staged.withChild("plain", await bundleChild("nothing")));
    if ("missing" in made) throw new Error(made.missing);
    command = made;
  });
  afterAll(() => staged.remove());

  /** Runs another program in Node's place, with the whole machine and /proc to be seen, and all else as it is. */
  function inside(program: readonly string[], args = command.args) {
    const first = args.indexOf("--ro-bind");
    const last = args.indexOf("--remount-ro");
    const shown = ["--ro-bind", "/", "/", "--proc", "/proc"];
    const filter = openSync(command.descriptor4!, "r");
    const end = args.indexOf("--");
    const { stdout, stderr, status } = spawnSync(
      command.program,
      [...args.slice(0, first), ...shown, ...args.slice(last, end + 1), ...program],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe", "ignore", filter],
        env: { SECRET: "the judge's own" }, // as if it were started with more than nothing
        ...(process.getuid?.() === 0 ? { uid: command.user, gid: command.user } : {}),
      },
    );
    closeSync(filter);
    return { stdout, stderr, status };
  }
  const without = (...flags: string[]) => command.args.filter((flag) => !flags.includes(flag));

  it("has no rights, can gain none, and is filtered", () => {
    const { stdout } = inside(["/bin/cat", "/proc/self/status"]);
    const field = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, "m").exec(stdout)?.[1]?.split(/\s/)[0];
    for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) expect(field(set)).toMatch(/^0+$/);
    expect([field("NoNewPrivs"), field("Seccomp"), field("Uid"), field("Gid"), field("Pid")]).toEqual([
      "1",
      "2",
      "65534",
      "65534",
      "1",
    ]);
  });

  it("is in a session of its own: no terminal can be written to", () => {
    const { stdout } = inside(["/bin/cat", "/proc/self/stat"]);
    const [, , , parent, group, session, terminal] = stdout.split(" ");
    // Number 1 leads its session; a parent outside the namespace is 0, and so is no terminal.
    expect([parent, group, session, terminal]).toEqual(["0", "1", "1", "0"]);
  });

  it("is in namespaces of its own, and none is the judge's", () => {
    const names = ["user", "mnt", "pid", "net", "ipc", "uts"];
    const links = (text: string) => names.map((name) => new RegExp(`${name}:\\[\\d+\\]`).exec(text)?.[0]);
    const paths = names.map((name) => `/proc/self/ns/${name}`);
    const its = links(inside(["/bin/readlink", ...paths]).stdout);
    const own = links(spawnSync("/bin/readlink", paths, { encoding: "utf8" }).stdout);
    expect(own.every(Boolean)).toBe(true);
    its.forEach((link, i) => expect(link, names[i]).not.toBe(own[i]));
  });

  it("sees no variable of whoever started it", () => {
    expect(inside(["/usr/bin/env"]).stdout).toBe("PWD=/\n");
    expect(inside(["/usr/bin/env"], without("--clearenv")).stdout).toContain("SECRET"); // else this shows nothing
  });

  it("makes no namespace of its own, even where no filter stands before it", () => {
    const unfiltered = (...flags: string[]) => {
      const args = without(...flags);
      args.splice(args.indexOf("--seccomp"), 2);
      return inside(["/usr/bin/unshare", "--user", "/bin/true"], args);
    };
    expect(unfiltered("--disable-userns").status).toBe(0); // else this shows nothing
    const refused = unfiltered();
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toMatch(/unshare failed/);
  });
});

describeSandboxed("limits", () => {
  async function probe(code: string): Promise<unknown> {
    const cell = `throw new Error("FOUND " + JSON.stringify(${code})); const maximum = 1;`;
    const { checks } = await judge.grade(maximum, { given: [], cells: [cell] }, 3);
    return JSON.parse(/FOUND (.*)/.exec(checks[0]!.message)?.[1] ?? "null");
  }

  it("stand for data, processor time, files, their size and dumps, and cannot be raised", async () => {
    const found = await probe(`(() => {
      const all = (process as any).report.getReport().userLimits;
      const data = all.data_seg_size_kbytes ?? all.data_seg_size_bytes; // the second from Node 24 on
      return [data, ...["cpu_time_seconds", "open_files", "file_size_blocks", "core_file_size_blocks"].map((name) => all[name])]
        .flatMap(({ soft, hard }) => [soft, hard]); })()`);
    const both = (value: number) => [value, value];
    const { processorSeconds, openFiles } = limits;
    const dataBytes = dataLimitBytes();
    const expected = [dataBytes, processorSeconds, openFiles, 0, 0].flatMap(both);
    // Nodes differ in whether they say bytes or thousands of them.
    const [data] = found as number[];
    expect([dataBytes, dataBytes / 1024]).toContain(data);
    expect((found as number[]).slice(2)).toEqual(expected.slice(2));
  });

  it("leave an answer as much memory on each Node: what a bare one has set aside comes on top", () => {
    const script =
      "/VmData:.*?([0-9]+)/.exec(require('node:fs').readFileSync('/proc/self/status', 'utf8'))[1]";
    const { stdout } = spawnSync(process.execPath, ["-p", script], { encoding: "utf8" });
    const share = dataLimitBytes() - 1024 * Number(stdout);
    expect(share).toBeGreaterThan(0.8 * limits.dataBytes);
    expect(share).toBeLessThan(limits.dataBytes);
  });

  it("stand for the heap, long before those of the kernel", async () => {
    const limit = (await probe(
      `((process as any).getBuiltinModule?.("v8") ?? (process as any).mainModule.require("v8")).getHeapStatistics().heap_size_limit`,
    )) as number;
    expect(limit).toBeLessThan((limits.heapMegabytes + 80) * 2 ** 20);
  });
});
