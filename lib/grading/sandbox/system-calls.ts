/** Numbers of the system calls that a sandbox may not make; from the kernel's asm/unistd_64.h and asm-generic/unistd.h. */

/** [x86-64, arm64]; undefined where the machine has no such call. */
type Numbers = readonly [number | undefined, number | undefined];

const forbidden: Record<string, Numbers> = {
  // new processes (clone is looked at by its flags)
  fork: [57, undefined],
  vfork: [58, undefined],
  execveat: [322, 281],
  // sockets
  socket: [41, 198],
  socketpair: [53, 199],
  bind: [49, 200],
  listen: [50, 201],
  accept: [43, 202],
  accept4: [288, 242],
  connect: [42, 203],
  // memory and queues that no limit counts
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  shmat: [30, 196],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
  // other processes' memory and descriptors
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  kcmp: [312, 272],
  pidfd_open: [434, 434],
  pidfd_getfd: [438, 438],
  // ways into the kernel that past attacks came through, and that Node does without
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  userfaultfd: [323, 282],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  personality: [135, 92],
  modify_ldt: [154, undefined],
  // namespaces and mounts
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  fsopen: [430, 430],
  fsmount: [432, 432],
  open_tree: [428, 428],
  move_mount: [429, 429],
  open_by_handle_at: [304, 265],
};

const perMachine = {
  x64: { column: 0, audit: 0xc000003e, clone: 56, clone3: 435, mmap: 9 },
  arm64: { column: 1, audit: 0xc00000b7, clone: 220, clone3: 435, mmap: 222 },
} as const;

export interface ForbiddenCalls {
  /** AUDIT_ARCH_* of the machine: which numbering a call uses. */
  audit: number;
  numbers: number[];
  clone: number;
  clone3: number;
  mmap: number;
}

export function forbiddenCalls(architecture: string): ForbiddenCalls | undefined {
  if (architecture !== "x64" && architecture !== "arm64") return undefined;
  const { column, ...rest } = perMachine[architecture];
  const numbers = Object.values(forbidden).map((pair) => pair[column]);
  return { ...rest, numbers: numbers.filter((number) => number !== undefined) };
}
