/** How each contestant is started: its program, its words, and the same threads for everybody. */
import { join } from "node:path";
import type { Contestant, StepPart } from "./contestants";
import { peerEnvironment, peerPrograms, pythonOf, workers } from "./paths";

export interface Launch {
  part: StepPart;
  batch: number;
  width: number;
  threads: number;
}

export interface Start {
  command: string[];
  env: NodeJS.ProcessEnv;
}

export function launch(
  { family, variant, isOnCard }: Contestant,
  { part, batch, width, threads }: Launch,
): Start {
  const task = part === "critic" ? "critic" : "dcgan";
  const update = part === "simultaneous" ? part : "alternating";
  const program = {
    ganbook: [process.execPath, join(workers, `${task}.js`)],
    "tfjs-node": [process.execPath, join(workers, "tfjs-node.js")],
    keras: [pythonOf(peerEnvironment), join(peerPrograms, `keras_${task}.py`)],
    torch: [pythonOf(peerEnvironment), join(peerPrograms, `torch_${task}.py`)],
  }[family];
  const words = { variant, update, batch, width, threads, device: isOnCard ? "card" : "cpu" };
  return {
    command: [...program, ...Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)])],
    env: {
      ...process.env,
      ...threadVariables(threads),
      ...quiet,
      ...(!isOnCard && withoutCard),
      ...(family === "keras" && asFastAsOurs),
    },
  };
}

/** Everybody reads one of these; what is given on the command line says the same. */
function threadVariables(threads: number): NodeJS.ProcessEnv {
  const names = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"];
  return Object.fromEntries(names.map((name) => [name, String(threads)]));
}

/** Where cores are compared a graphics card is hidden. */
const withoutCard = { CUDA_VISIBLE_DEVICES: "" };

/** Python leaves no compiled files between the sources. */
const quiet = {
  TF_CPP_MIN_LOG_LEVEL: "2",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONNOUSERSITE: "1",
  KERAS_BACKEND: "tensorflow",
};

/** TensorFlow leaves oneDNN off on processors without AVX-512. The course turns it on, so Keras gets it too. */
const asFastAsOurs = { TF_ENABLE_ONEDNN_OPTS: "1" };
