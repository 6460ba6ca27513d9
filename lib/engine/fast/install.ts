/** Installs the fast ops of the engine "tensorflow"; `useEngine` calls it once that engine runs. */
import { tf } from "../tf";
import { installBatchNorm } from "./batch-norm";
import { installBiasGradient } from "./bias-gradient";
import { installLeakyReluGradient } from "./leaky-relu-gradient";
import { tryResourceUpdate } from "./resource-update";
import { installTransposedConvolution } from "./transposed-convolution";

/** A second call does nothing. */
export function installFastOps(): void {
  if (tf.getBackend() !== "tensorflow") return;
  installLeakyReluGradient();
  installBiasGradient();
  installBatchNorm();
  tryResourceUpdate();
  installTransposedConvolution();
}
