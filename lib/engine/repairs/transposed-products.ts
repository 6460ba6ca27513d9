/**
 * Products with a transposed matrix on "wasm". The backend is fast at a plain product A B only; A^T B and A B^T, of
 * which the gradient of every dense layer is made, run through a loop that is 10 to 50 times slower. Here the matrix is
 * transposed first, which costs little.
 */
import { tf } from "../tf";

export function installTransposedProducts(): void {
  const original = tf.getKernel("BatchMatMul", "wasm");
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({
    ...original,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { transposeA, transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
      const a = transposeA ? transposed(inputs.a as tf.Tensor) : inputs.a!;
      const b = transposeB ? transposed(inputs.b as tf.Tensor) : inputs.b!;
      const plain = { transposeA: false, transposeB: false };
      const product = original.kernelFunc({ inputs: { a, b }, attrs: plain, backend });
      if (transposeA) tf.dispose(a as tf.Tensor);
      if (transposeB) tf.dispose(b as tf.Tensor);
      return product;
    },
  });
}

/** The last two axes change places. */
function transposed(matrices: tf.Tensor): tf.Tensor {
  const axes = [...matrices.shape.keys()];
  return tf.transpose(matrices, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}
