/** The filter of system calls, tried call by call: Perl makes them by number, under the filter, in bubblewrap. */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProgram } from "../../../lib/grading/sandbox/find-program";
import { seccompFilter } from "../../../lib/grading/sandbox/seccomp";

const EPERM = 1;
const ENOSYS = 38;

/** [name, number on x86-64, arguments, error]; 0 where the call is to succeed. Numbers: asm/unistd_64.h. */
const calls: [name: string, number: number, args: string, error: number][] = [
  ["getpid", 39, "", 0],
  ["mmap, private", 9, "0, 4096, 3, 0x22, -1, 0", 0],
  ["mmap, shared without a file", 9, "0, 4096, 3, 0x21, -1, 0", EPERM],
  ["mmap, shared and validated, without a file", 9, "0, 4096, 3, 0x23, -1, 0", EPERM],
  ["fork", 57, "", EPERM],
  ["vfork", 58, "", EPERM],
  ["clone of a process", 56, "17, 0, 0, 0, 0", EPERM],
  ["clone3", 435, "0, 0", ENOSYS],
  ["socket", 41, "1, 1, 0", EPERM],
  ["socketpair", 53, "1, 1, 0, 0", EPERM],
  ["memfd_create", 319, "(my $name = 'a'), 0", EPERM],
  ["shmget", 29, "0, 4096, 01600", EPERM],
  ["ptrace", 101, "0, 0, 0, 0", EPERM],
  ["process_vm_readv", 310, "1, 0, 0, 0, 0, 0", EPERM],
  ["io_uring_setup", 425, "1, 0", EPERM],
  ["userfaultfd", 323, "1", EPERM],
  ["bpf", 321, "0, 0, 0", EPERM],
  ["perf_event_open", 298, "0, 0, 0, 0, 0", EPERM],
  ["keyctl", 250, "0, 0, 0", EPERM],
  ["unshare", 272, "0", EPERM],
  ["mount", 165, "0, 0, 0, 0, 0", EPERM],
  ["getpid by x32's numbers", 0x40000000 + 39, "", EPERM],
];

const [bwrap, perl] = [findProgram("bwrap"), findProgram("perl")];
const isThere = bwrap !== undefined && perl !== undefined && process.arch === "x64";
if (!isThere && process.env.GANBOOK_CI_STRICT === "1")
  throw new Error("In CI bubblewrap and Perl are needed.");

/** Error number of each call, 0 for success. */
function errorsUnderFilter(): number[] {
  const folder = mkdtempSync(join(tmpdir(), "ganbook-test-"));
  const path = join(folder, "filter");
  writeFileSync(path, seccompFilter("x64")!);
  const filter = openSync(path, "r");
  const tries = calls.map(([, number, args]) => {
    const list = [String(number), args].filter(Boolean).join(", ");
    return `$! = 0; my $r = syscall(${list}); print(($r == -1 ? 0 + $! : 0), "\\n");`;
  });
  const script = tries.map((line) => `{ ${line} }`).join("\n");
  const { stdout, stderr } = spawnSync(
    bwrap!,
    ["--unshare-user", "--dev-bind", "/", "/", "--seccomp", "3", perl!, "-e", `$| = 1; ${script}`],
    { stdio: ["ignore", "pipe", "pipe", filter], encoding: "utf8" },
  );
  closeSync(filter);
  rmSync(folder, { recursive: true });
  if (stderr) throw new Error(stderr);
  return stdout.trim().split("\n").map(Number);
}

describe("seccomp filter", () => {
  it.skipIf(!isThere)("forbids what it should, and nothing else, by the kernel's own word", () => {
    const errors = errorsUnderFilter();
    const found = calls.map(([name], i) => `${name}: ${errors[i]}`);
    expect(found).toEqual(calls.map(([name, , , error]) => `${name}: ${error}`));
  });

  it("is whole instructions with jumps inside the program, on both machines; none for others", () => {
    for (const machine of ["x64", "arm64"]) {
      const bytes = seccompFilter(machine)!;
      expect(bytes.length % 8).toBe(0);
      expect(bytes.length / 8).toBeLessThan(4096);
      for (let at = 0; at < bytes.length; at += 8) {
        const isJump = (bytes.readUInt16LE(at) & 7) === 5;
        const furthest = Math.max(bytes[at + 2]!, bytes[at + 3]!);
        if (isJump) expect(at / 8 + 1 + furthest).toBeLessThan(bytes.length / 8);
      }
      expect(bytes.readUInt16LE(bytes.length - 8)).toBe(6); // it ends with a return
    }
    expect(seccompFilter("riscv64")).toBeUndefined();
  });
});
