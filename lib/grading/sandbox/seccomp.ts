/**
 * A filter of system calls for Linux: the kernel runs it before each call of the sandboxed program.
 *
 * It is a small program of BPF instructions (8 bytes each), and this file is its assembler. What it forbids gives EPERM,
 * as if the program lacked the right: no new processes, no sockets, no memory outside the limits, no debugging, no
 * mounting. See seccomp(2), and `struct seccomp_data` in linux/seccomp.h for the offsets.
 */
import { forbiddenCalls } from "./system-calls";

/** Offsets in `struct seccomp_data`: what the filter can look at. */
const CALL = 0;
const ARCHITECTURE = 4;
const argument = (index: number) => 16 + 8 * index; // the low half: both machines are little-endian

/** BPF operations (linux/bpf_common.h). */
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const AND = 0x54;
const RETURN = 0x06;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const failWith = (error: number) => 0x00050000 | error;
const EPERM = 1;
const ENOSYS = 38;

const CLONE_THREAD = 0x00010000;
const SHARED_ANONYMOUS = 0x01 | 0x20;

/** x86-64 has a second numbering of its calls (x32), from here on; it would walk around the first. */
const FIRST_X32_CALL = 0x40000000;

type Instruction = [operation: number, ifTrue: number, ifFalse: number, value: number];

const load = (offset: number): Instruction => [LOAD, 0, 0, offset];
const keepBits = (mask: number): Instruction => [AND, 0, 0, mask];
const finish = (verdict: number): Instruction => [RETURN, 0, 0, verdict];
/** Goes on with the next instruction when equal; else leaves out so many. */
const unlessEqualSkip = (value: number, count: number): Instruction => [JUMP_IF_EQUAL, 0, count, value];

/**
 * @param architecture As Node names it.
 * @returns The program's bytes; undefined for a machine whose system calls are not in the list.
 */
export function seccompFilter(architecture: string = process.arch): Buffer | undefined {
  const calls = forbiddenCalls(architecture);
  if (calls === undefined) return undefined;
  return assemble([
    load(ARCHITECTURE),
    [JUMP_IF_EQUAL, 1, 0, calls.audit],
    finish(KILL_PROCESS),
    load(CALL),
    [JUMP_IF_AT_LEAST, 0, 1, FIRST_X32_CALL],
    finish(failWith(EPERM)),
    ...calls.numbers.flatMap((number) => [unlessEqualSkip(number, 1), finish(failWith(EPERM))]),
    // Its flags lie in memory, where no filter can look; the C library then falls back to clone.
    unlessEqualSkip(calls.clone3, 1),
    finish(failWith(ENOSYS)),
    // clone: a thread is allowed, a process is not.
    unlessEqualSkip(calls.clone, 4),
    load(argument(0)),
    keepBits(CLONE_THREAD),
    unlessEqualSkip(0, 1),
    finish(failWith(EPERM)),
    // mmap: shared memory without a file does not count as data, and would pass the limit of memory.
    load(CALL),
    unlessEqualSkip(calls.mmap, 4),
    load(argument(3)),
    keepBits(SHARED_ANONYMOUS),
    unlessEqualSkip(SHARED_ANONYMOUS, 1),
    finish(failWith(EPERM)),
    finish(ALLOW),
  ]);
}

function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(8 * program.length);
  program.forEach(([operation, ifTrue, ifFalse, value], i) => {
    bytes.writeUInt16LE(operation, 8 * i);
    bytes.writeUInt8(ifTrue, 8 * i + 2);
    bytes.writeUInt8(ifFalse, 8 * i + 3);
    bytes.writeUInt32LE(value, 8 * i + 4);
  });
  return bytes;
}
