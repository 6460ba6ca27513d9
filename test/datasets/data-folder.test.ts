import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dataFolders, repositoryData } from "../../lib/datasets/data-folder";
import { temporaryFolder } from "./cifar10-fixture";

const data = resolve(__dirname, "../../data");
const built = resolve(__dirname, "../../lib/dist/datasets/data-folder.js");

afterEach(() => vi.unstubAllEnvs());

describe("the data folder", () => {
  it("is the repository's, seen from the sources", () => {
    expect(repositoryData()).toBe(data);
  });

  it.skipIf(!existsSync(built))(
    "and seen from the built library, wherever the process runs (needs lib/dist)",
    () => {
      const script = `console.log(require(${JSON.stringify(built)}).repositoryData())`;
      const printed = execFileSync(process.execPath, ["-e", script], {
        cwd: temporaryFolder(),
        encoding: "utf8",
      });
      expect(printed.trim()).toBe(data);
    },
  );

  it("comes after the one that GANBOOK_DATA names", () => {
    const chosen = temporaryFolder();
    vi.stubEnv("GANBOOK_DATA", chosen);
    expect(dataFolders()).toEqual([chosen, data]);
    vi.stubEnv("GANBOOK_DATA", "");
    expect(dataFolders()).toEqual([data]);
  });

  it("is refused when GANBOOK_DATA names none", () => {
    const nowhere = join(temporaryFolder(), "nowhere");
    vi.stubEnv("GANBOOK_DATA", nowhere);
    expect(dataFolders).toThrow(`GANBOOK_DATA is ${nowhere}, which is no folder`);
  });
});
