/** The sandbox itself: who it runs as, what ends it, what it leaves behind, and what happens where there is none. */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundleChild } from "../../../lib/grading/judge/bundle";
import { startJudge } from "../../../lib/grading/judge/judge";
import { bubblewrap } from "../../../lib/grading/sandbox/bubblewrap";
import { dockerArguments } from "../../../lib/grading/sandbox/docker";
import { stageFiles } from "../../../lib/grading/sandbox/files";
import { Sandbox } from "../../../lib/grading/sandbox/sandbox";
import { spawnQuietly } from "../../../lib/grading/sandbox/spawn";
import { encode } from "../../../lib/questions/codec";
import { describeSandboxed, judge, tryJudge } from "./sandboxes";
import { double, maximum, right } from "./tiny-questions";

const library = resolve(__dirname, "../../../lib");
const forever = `const maximum = () => { for (;;) {} };`;

interface SandboxProcess {
  pid: number;
  /** Real user on this machine. */
  user: number;
}

/** Processes in sandboxes of this judge. */
function sandboxProcesses(judgePid = process.pid): SandboxProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        if (!command.startsWith("/node\0")) return [];
        const parent = statusOf(pid, "PPid");
        const isOwn = parent === judgePid || statusOf(parent, "PPid") === judgePid;
        return isOwn ? [{ pid: Number(pid), user: statusOf(pid, "Uid") }] : [];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}

const statusOf = (pid: string | number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((wake) => setTimeout(wake, 20));
}

/** Of the library's TypeScript: a program for another Node. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: library, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    external: ["esbuild", "@tensorflow/*"],
    define: {
      __dirname: JSON.stringify(join(library, "grading/judge")),
      __filename: JSON.stringify(__filename),
    },
    tsconfigRaw: {},
  });
  return outputFiles[0]!.text;
}

describeSandboxed("a sandbox", () => {
  it("is bubblewrap where that is installed, and never root outside", async () => {
    if (process.env.GANBOOK_CI_STRICT === "1") expect(judge.level).toBe("bubblewrap");
    const grading = judge.grade({ ...maximum, seconds: 1 }, { given: [], cells: [forever] }, 1);
    await until(() => sandboxProcesses().length > 0);
    const users = sandboxProcesses().map(({ user }) => user);
    await grading;
    expect(users.length).toBeGreaterThan(0);
    expect(users).not.toContain(0);
  });

  it.skipIf(judge.level !== "bubblewrap")(
    "ends by the kernel's clock where the judge's does not",
    async () => {
      const files = stageFiles();
      const command = bubblewrap(files.withChild("plain", await bundleChild("nothing")));
      if ("missing" in command) throw new Error(command.missing);
      const args = command.args.map((arg) => arg.replace(/^--cpu=.*/, "--cpu=1"));
      const sandbox = new Sandbox({ ...command, args });
      await sandbox.ready;
      const load = { program: "async () => { for (;;) {} }", library: "(() => {})", onlyImports: "" };
      await expect(sandbox.ask(encode(["load", load]), 50_000)).rejects.toMatchObject({
        verdict: "timeout",
        message: expect.stringContaining("processor time") as string, // the judge's clock has other words
      });
      await sandbox.end();
      files.remove();
    },
  );

  it("is started with an empty environment", async () => {
    process.env.GANBOOK_SECRET = "the judge's own";
    const child = spawnQuietly({ program: "/usr/bin/env", args: [] });
    let printed = "";
    child.stdout!.on("data", (part: Buffer) => (printed += part.toString()));
    await new Promise((end) => child.on("close", end));
    delete process.env.GANBOOK_SECRET;
    expect(printed).toBe("");
  });

  it("dies with its judge, by kill -9 too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ganbook-test-"));
    const script = join(folder, "judge.cjs");
    const code = { given: [], cells: [forever] };
    const question = { ...maximum, checks: [], seconds: 50 };
    writeFileSync(
      script,
      await bundle(`import { startJudge } from "./grading/judge/judge";
        void startJudge({ jobs: 1 }).then((judge) => {
          const question = ${JSON.stringify(question)};
          question.checks = [{ name: "loops", run: (subject) => subject.call([1]) }];
          void judge.grade(question, ${JSON.stringify(code)}, 1);
        });`),
    );
    const env = { ...process.env, NODE_PATH: resolve(library, "../node_modules") };
    const other = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit"], env });
    let its: SandboxProcess[] = [];
    await until(() => (its = sandboxProcesses(other.pid)).length > 0);
    other.kill("SIGKILL");
    await until(() => its.every(({ pid }) => !existsSync(`/proc/${pid}`)));
    rmSync(folder, { recursive: true });
  });

  it("leaves no process and no folder behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ganbook-test-"));
    chmodSync(folder, 0o755);
    const usual = process.env.TMPDIR;
    process.env.TMPDIR = folder;
    const { pid } = spawnSync("/bin/true");
    const left = join(folder, `ganbook-judge-${pid}-dead`); // of a judge that was killed yesterday
    mkdirSync(left);
    utimesSync(left, 0, 0);
    const other = await startJudge({ jobs: 1, level: judge.level });
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    expect(readdirSync(folder)).toHaveLength(1);
    await other.grade(maximum, { given: [], cells: [right.maximum] }, 1);
    await other.close();
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it("gets no descriptor that this process inherited from whoever started it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ganbook-test-"));
    const script = join(folder, "spawn.cjs");
    writeFileSync(
      script,
      await bundle(`import { spawnQuietly } from "./grading/sandbox/spawn";
        const child = spawnQuietly({ program: "/bin/ls", args: ["-l", "/proc/self/fd"] });
        child.stdout.pipe(process.stdout);`),
    );
    // Node itself closes those it finds at its start, up to the first gap after 15.
    const open = (command: string) => spawnSync("bash", ["-c", command], { encoding: "utf8" }).stdout;
    expect(open(`exec 40</etc/passwd; ls -l /proc/self/fd`)).toContain("/etc/passwd");
    const listed = open(`exec 40</etc/passwd; exec '${process.execPath}' '${script}'`);
    rmSync(folder, { recursive: true });
    expect(listed).toContain("3 -> socket");
    expect(listed).not.toContain("/etc/passwd");
  });
});

const other = await tryJudge({ level: "unshare" });
const isUnshareThere = typeof other !== "string";
if (!isUnshareThere && process.env.GANBOOK_CI_STRICT === "1") throw new Error(String(other));

describe.skipIf(!isUnshareThere)("unshare, where bubblewrap is missing", () => {
  const unshared = other as Exclude<typeof other, string>;
  const grade = (cell: string, question = maximum) =>
    unshared.grade({ ...question, seconds: 5 }, { given: [], cells: [cell] }, 1);
  const get = `const get = (name: string): any => (process as any).mainModule.require(name);`;
  const found = async (code: string) =>
    (await grade(`${get} throw new Error("FOUND " + JSON.stringify(${code})); const maximum = 1;`)).checks[0]!
      .message;

  it("grades right answers, and names its level", async () => {
    expect(unshared.level).toBe("unshare");
    expect((await grade(right.maximum)).verdict).toBe("pass");
    expect((await grade(right.double, double)).verdict).toBe("pass");
  });

  it("hides files, environment, network, processes, rights", async () => {
    expect(await found(`get("fs").readdirSync("/")`)).toMatch(
      /FOUND \["child\.js","lib"(,"lib64")?,"node"\]/,
    );
    expect(await found(`process.env`)).toMatch(/FOUND \{("PWD":"\/")?\}/);
    expect(await found(`[(process as any).getuid(), process.pid]`)).toContain("FOUND [65534,1]");
    expect(await found(`Object.keys(get("os").networkInterfaces())`)).toContain("FOUND []");
    expect(await found(`get("fs").writeFileSync("/x", "")`)).toMatch(/EROFS/);
  });

  it("holds loops, memory and processes", async () => {
    expect((await grade(forever)).verdict).toBe("timeout");
    const memory = `const maximum = () => { const all: any[] = []; for (;;) all.push(Buffer.alloc(5e7, 1)); };`;
    expect((await grade(memory)).verdict).toBe("memory");
    const spawned = await found(`(() => {
      const { spawn } = get("child_process");
      return Array.from({ length: 20 }, () => spawn("/node", ["-e", "for(;;);"]).on("error", () => 0).pid ?? 0).filter(Boolean).length;
    })()`);
    expect(Number(/FOUND (\d+)/.exec(spawned)?.[1] ?? 0)).toBeLessThan(20);
  });

  it("closes", () => unshared.close());
});

describe("where no sandbox works", () => {
  it("refuses, and says why and what to do", async () => {
    const path = process.env.PATH;
    process.env.PATH = "";
    const refusal = await tryJudge({ level: "docker" });
    process.env.PATH = path;
    expect(refusal).toMatch(/Answers run in a sandbox only.*docker: .*--unsafe-no-sandbox/s);
  });

  it("never takes the level none by itself", async () => {
    expect(await tryJudge({ level: "none" })).toMatch(/needs `unsafe`/);
  });

  it("runs without a sandbox where that was asked for, and says so in its level", async () => {
    const bare = await startJudge({ jobs: 1, level: "none", unsafe: true });
    const result = await bare.grade(
      maximum,
      { given: [], cells: [`console.log("hi");\n${right.maximum}`] },
      1,
    );
    const loop = await bare.grade({ ...maximum, seconds: 1 }, { given: [], cells: [forever] }, 1);
    await bare.close();
    expect([bare.level, result.verdict, result.output, loop.verdict]).toEqual([
      "none",
      "pass",
      "hi\n",
      "timeout",
    ]);
  });

  it("Docker gets no network, no rights, no writable file, and limits", () => {
    const args = dockerArguments("ganbook-1", "/tmp/child.js").join(" ");
    for (const option of [
      "--network none",
      "--read-only",
      "--cap-drop ALL",
      "no-new-privileges",
      "--pids-limit",
      "--memory",
    ]) {
      expect(args).toContain(option);
    }
  });
});
