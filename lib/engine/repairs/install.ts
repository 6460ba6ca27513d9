/** Mends what TensorFlow.js 4.22 gets wrong for GANs; each file says what fails without it. */
import { installDepthwiseKernels } from "./depthwise-kernels";
import { installConvolutionKernels } from "./convolution-kernels";
import { installMaxPoolGradient } from "./max-pool-gradient";
import { installMissingGradients } from "./missing-gradients";
import { installTapeRepairs } from "./tape";
import { installSegmentSum } from "./segment-sum";
import { installTransposedProducts } from "./transposed-products";
import { installWebGpuKernels } from "./webgpu-kernels";
import { tf } from "../tf";

/** Installs the repairs that are not in place yet. `useEngine` calls it; a second call does nothing. */
export function installRepairs(): void {
  if (!tf.getGradient("Greater")) installMissingGradients();
  installTapeRepairs();
  const isWasmLoaded = tf.getKernel("Conv2D", "wasm") !== undefined;
  if (isWasmLoaded && !tf.getKernel("Conv2DBackpropFilter", "wasm")) {
    installConvolutionKernels();
    installDepthwiseKernels();
    installMaxPoolGradient();
    installSegmentSum();
    installTransposedProducts();
  }
  if (tf.getKernel("Conv2D", "webgpu")) installWebGpuKernels();
}
