/** What one sandbox may use. Each number holds a hole shut that somebody got through (see the tests of attacks). */
export const limits = {
  /** Bytes of private writable memory: heap, buffers, WebAssembly, stacks of threads; see dataLimitBytes. */
  dataBytes: 512 * 2 ** 20,
  /** JavaScript's own heap, in MiB: past it the answer ends with a clear message. */
  heapMegabytes: 192,
  /** Seconds of processor time; the wall clock of the question comes first, unless the judge was killed. */
  processorSeconds: 120,
  openFiles: 64,
  /** Processes and threads, where there is no system call filter to forbid processes; Node needs some 10. */
  threads: 24,
  /** What the answer prints, in bytes; past it the sandbox ends. */
  printedBytes: 2 ** 20,
  /** What the answer prints that is kept for the learner, in characters. */
  outputCharacters: 500,
  /** All replies to one judge, in characters. */
  replyCharacters: 64 * 2 ** 20,
  /** Seconds until the sandbox's first word. */
  startSeconds: 60,
  /** Characters of all cells of one answer. */
  sourceCharacters: 200_000,
} as const;
