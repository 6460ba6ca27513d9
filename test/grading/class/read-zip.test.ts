import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readZip } from "../../../lib/grading/class/read-zip";

const limits = { entries: 3, entryBytes: 1000, totalBytes: 1500 };

async function paths(zip: Uint8Array) {
  const found: string[] = [];
  for await (const { path } of readZip(Buffer.from(zip), () => true, limits)) found.push(path);
  return found;
}

/** The zip says that its only entry has this many bytes. */
function claiming(zip: Uint8Array, bytes: number): Buffer {
  const lying = Buffer.from(zip);
  const directory = lying.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  lying.writeUInt32LE(bytes, directory + 24);
  return lying;
}

describe("limits of a zip", () => {
  it("allows what is within", async () => {
    expect(await paths(zipSync({ a: Buffer.alloc(1000), b: Buffer.alloc(500) }))).toEqual(["a", "b"]);
  });

  it("refuses a bomb by its header, and one whose header lies", async () => {
    const bomb = zipSync({ a: Buffer.alloc(100_000) });
    await expect(paths(bomb)).rejects.toThrow(/too many bytes; at most/);
    await expect(paths(claiming(bomb, 10))).rejects.toThrow(/too many bytes/);
  });

  it("refuses too many entries, and too much in all", async () => {
    const few = { a: Buffer.alloc(1), b: Buffer.alloc(1), c: Buffer.alloc(1), d: Buffer.alloc(1) };
    await expect(paths(zipSync(few))).rejects.toThrow(/4 entries; at most 3/);
    await expect(paths(zipSync({ a: Buffer.alloc(1000), b: Buffer.alloc(501) }))).rejects.toThrow(
      /too many bytes/,
    );
  });
});
