/** Which Nodes the course runs on, and that every locked package says that it does too. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeNode } from "../../lib/setup/node-version";

const root = resolve(__dirname, "../..");

const { satisfies } = createRequire(__filename)("semver") as {
  satisfies: (version: string, range: string) => boolean;
};

interface Lock {
  packages: Record<string, { engines?: { node?: string }; cpu?: string[] }>;
}

describe("judgeNode", () => {
  it.each(["20.19.0", "20.20.2", "22.13.0", "22.23.3", "24.0.0", "24.21.0"])(
    "takes %s without a word",
    (version) => {
      expect(judgeNode(version)).toEqual({ fatal: false, text: "" });
    },
  );

  it.each(["12.22.0", "18.20.4", "20.18.3", "22.12.0"])(
    "refuses %s and says where to get another",
    (version) => {
      const { fatal, text } = judgeNode(version);
      expect(fatal).toBe(true);
      expect(text).toContain("https://nodejs.org");
    },
  );

  it.each(["21.7.3", "23.11.1", "26.10.0"])("goes on with %s, which was not tried", (version) => {
    const { fatal, text } = judgeNode(version);
    expect(fatal).toBe(false);
    expect(text).toContain(`this is Node ${version}`);
  });
});

describe("package-lock.json", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  // npm leaves out what is for processors that this Node does not run on.
  const served = (cpu?: string[]) => !cpu || cpu.includes("x64") || cpu.includes("arm64");
  const named = Object.entries(packages).filter(([, { engines, cpu }]) => engines?.node && served(cpu));

  it("lists packages that name their Nodes", () => expect(named.length).toBeGreaterThan(100));

  it.each(["20.19.0", "22.13.0", "24.0.0"])(
    "holds only packages that declare support for Node %s",
    (version) => {
      const unfit = named.filter(([, { engines }]) => !satisfies(version, engines!.node!));
      expect(unfit.map(([place, { engines }]) => `${place}: ${engines!.node!}`)).toEqual([]);
    },
  );
});
