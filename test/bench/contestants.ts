/** Who takes part, and in what. */

/** Parts of the bench that time steps: two kinds of update of the article's DCGAN, and a critic with gradient penalty. */
export const stepParts = ["alternating", "simultaneous", "critic"] as const;
export type StepPart = (typeof stepParts)[number];

/** What a contestant runs on: our library, TensorFlow.js as it comes, or a peer. */
export type Family = "ganbook" | "tfjs-node" | "keras" | "torch";

export interface Contestant {
  /** As in `--only`. */
  name: string;
  title: string;
  family: Family;
  /** Which variant of its program. */
  variant: string;
  needs?: "bfloat16 units" | "C++ compiler" | "graphics card" | "NVIDIA card";
  /** It computes on a graphics card; all others have the processor alone. */
  isOnCard?: true;
  /** Known to be far behind: its blocks are a third as long, or the bench would take half as long again. */
  isBrief?: true;
  /** Why it is not in a part. */
  leftOut?: Partial<Record<StepPart, string>>;
}

/** What ratios are to: on the processor, and on a graphics card. */
export const REFERENCE = "keras";
export const CARD_REFERENCE = "torch-cuda";

const slowToStart = "it takes a minute to start; see the alternating updates";

export const contestants: readonly Contestant[] = [
  { name: "eager", title: "ganbook, eager", family: "ganbook", variant: "eager" },
  { name: "compiled", title: "ganbook, compiled", family: "ganbook", variant: "compiled" },
  {
    name: "bfloat16",
    title: "ganbook, compiled, bfloat16",
    family: "ganbook",
    variant: "bfloat16",
    needs: "bfloat16 units",
  },
  {
    name: "wasm",
    title: "ganbook, wasm",
    family: "ganbook",
    variant: "wasm",
    isBrief: true,
    leftOut: { critic: "it would take minutes a block" },
  },
  {
    name: "webgpu",
    title: "ganbook, webgpu (graphics card)",
    family: "ganbook",
    variant: "webgpu",
    needs: "graphics card",
    isOnCard: true,
  },
  {
    name: "tfjs-node",
    title: "tfjs-node as it comes",
    family: "tfjs-node",
    variant: "plain",
    isBrief: true,
    leftOut: { critic: "TensorFlow.js has no second derivative of leakyRelu" },
  },
  { name: "keras", title: "Keras, tf.function", family: "keras", variant: "graph" },
  {
    name: "keras-jit",
    title: "Keras, tf.function, XLA",
    family: "keras",
    variant: "jit",
    isBrief: true,
    leftOut: { simultaneous: slowToStart, critic: slowToStart },
  },
  {
    name: "keras-bfloat16",
    title: "Keras, mixed_bfloat16",
    family: "keras",
    variant: "bfloat16",
    needs: "bfloat16 units",
  },
  { name: "torch", title: "PyTorch, NCHW", family: "torch", variant: "nchw" },
  { name: "torch-channels-last", title: "PyTorch, channels_last", family: "torch", variant: "channels-last" },
  {
    name: "torch-compile",
    title: "PyTorch, torch.compile",
    family: "torch",
    variant: "compile",
    needs: "C++ compiler",
    isBrief: true,
    leftOut: { simultaneous: slowToStart, critic: "torch.compile has no second derivatives" },
  },
  {
    name: "torch-bfloat16",
    title: "PyTorch, autocast bfloat16",
    family: "torch",
    variant: "bfloat16",
    needs: "bfloat16 units",
  },
  ...(["eager", "compiled", "bfloat16"] as const).map((variant) =>
    onCard({ name: `${variant}-cuda`, title: `ganbook, ${variant} (CUDA)`, family: "ganbook", variant }),
  ),
  onCard({ name: CARD_REFERENCE, title: "PyTorch, NCHW (CUDA)", family: "torch", variant: "nchw" }),
  onCard({
    name: "torch-cuda-bfloat16",
    title: "PyTorch, autocast bfloat16 (CUDA)",
    family: "torch",
    variant: "bfloat16",
  }),
];

function onCard(contestant: Omit<Contestant, "needs" | "isOnCard">): Contestant {
  return { ...contestant, needs: "NVIDIA card", isOnCard: true };
}

/** Whom this one is compared with. */
export function referenceOf(name: string): string {
  return contestants.find((one) => one.name === name)?.isOnCard ? CARD_REFERENCE : REFERENCE;
}

/** What decides whether a contestant can run here. */
export interface Means {
  hasBfloat16: boolean;
  hasCompiler: boolean;
  /** Why there is no graphics card to compute on; empty where there is a real one. */
  noCard: string;
  /** Why there is no NVIDIA card; empty where there is one. */
  noCuda: string;
  /** Why a peer cannot run, by family; empty when it can. */
  peers: Record<"keras" | "torch", string>;
}

/** Why a contestant cannot take part here; empty when it can. */
export function whyMissing(contestant: Contestant, part: StepPart, means: Means): string {
  const { family, needs, leftOut } = contestant;
  if (leftOut?.[part]) return leftOut[part];
  if (needs === "bfloat16 units" && !means.hasBfloat16) {
    return "this processor has neither AVX512_BF16 nor AMX_BF16";
  }
  if ((family === "keras" || family === "torch") && means.peers[family] !== "") return means.peers[family];
  if (needs === "graphics card") return means.noCard;
  if (needs === "NVIDIA card") return means.noCuda;
  if (needs === "C++ compiler" && !means.hasCompiler) return "there is no g++ or clang++ on the PATH";
  return "";
}
