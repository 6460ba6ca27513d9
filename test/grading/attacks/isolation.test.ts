/** What an answer can see and reach. Rows 21 and 22 and the table of limits; `probe` answers tell by the error they throw. */
import { expect, it } from "vitest";
import { describeSandboxed, judge } from "../judge/sandboxes";
import { maximum } from "../judge/tiny-questions";
import { getModule } from "./attack";
import { attackTests } from "./table";
import { isolation } from "./tables/isolation";

attackTests("network and other processes", isolation);

/** Runs code whose last line throws what it found. */
async function probe(code: string): Promise<unknown> {
  const cell = `${getModule}
    const maximum = () => 0;
    const found = await (async () => { ${code} })();
    throw new Error("FOUND " + JSON.stringify(found));`;
  const { checks } = await judge.grade(maximum, { given: [], cells: [cell] }, 3);
  const text = /FOUND (.*)/.exec(checks[0]!.message)?.[1];
  if (text === undefined) throw new Error(`The probe ended with: ${checks[0]!.message}`);
  return JSON.parse(text);
}

describeSandboxed("what an answer sees", () => {
  it("no environment but its folder", async () => {
    process.env.GANBOOK_SECRET = "the judge's own";
    expect(await probe("return Object.keys(process.env)")).not.toContain("GANBOOK_SECRET");
    expect(await probe(`return { ...process.env }`)).toEqual(
      judge.level === "bubblewrap" ? { PWD: "/" } : {},
    );
    delete process.env.GANBOOK_SECRET;
  });

  it("Node, its libraries and one script; no /proc, /dev, /tmp, home, course or solutions", async () => {
    const visible = await probe(`
      const fs = get("fs");
      const walk = (folder: string): string[] => fs.readdirSync(folder, { withFileTypes: true })
        .flatMap((e: any) => (e.isDirectory() ? walk(folder + e.name + "/") : [folder + e.name]));
      return walk("/").filter((path) => !/\\.so(\\.|$)/.test(path)).sort();`);
    expect(visible).toEqual(["/child.js", "/node"]);
    const paths = [
      "/proc/self/mem",
      "/proc/1/environ",
      "/proc/1/cmdline",
      "/etc/passwd",
      process.cwd(),
      "/sys",
      "/dev/null",
    ];
    const there = await probe(`return ${JSON.stringify(paths)}.filter((path) => get("fs").existsSync(path))`);
    expect(there).toEqual([]);
  });

  it("no descriptor but its own: input, output, errors, pipe", async () => {
    const open = await probe(`return Array.from({ length: 64 }, (_, i) => {
      try { const s = get("fs").fstatSync(i); return i + (s.isFile() ? " file" : s.isDirectory() ? " folder" : ""); }
      catch { return ""; } }).filter((name) => /file|folder/.test(name));`);
    expect(open).toEqual([]);
  });

  it("a user without rights, a host name and network of its own, itself as the only process", async () => {
    expect(
      await probe("return [(process as any).getuid(), (process as any).getgid(), process.pid, process.ppid]"),
    ).toEqual([65534, 65534, 1, 0]);
    expect(await probe(`return get("os").hostname()`)).not.toBe((await import("node:os")).hostname());
    expect(await probe(`return process.argv.join(" ")`)).toBe("/node /child.js");
  });

  it("neither judge, questions, solutions nor expected results anywhere in its memory", async () => {
    const found = await probe(`
      const { writableLength, ...rest } = {} as any;
      const chunks: string[] = [];
      for await (const chunk of get("v8").getHeapSnapshot()) chunks.push(String(chunk));
      const text = chunks.join("");
      // In pieces, and put together late: Node 24 adds texts up before it runs them, and would find the sum.
      return [["nothing in, ", "nothing out"], ["the largest of", " some numbers"], ["runCh", "ecks"], ["questionVer", "dict"]]
        .map((pieces) => pieces.join("")).filter((word) => text.includes(word));`);
    expect(found).toEqual([]);
  });

  it("the same random numbers in each run, so that an honest answer gets the same verdict twice", async () => {
    expect(await probe("return [Math.random(), Math.random()]")).toEqual(
      await probe("return [Math.random(), Math.random()]"),
    );
  });
});
