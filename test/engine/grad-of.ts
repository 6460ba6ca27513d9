import { tf } from "../../lib/engine/tf";

/** `tf.grad` that keeps the type of x, for functions of tensors of one rank only. */
export function gradOf<T extends tf.Tensor>(f: (x: T) => tf.Tensor): (x: T, dy?: tf.Tensor) => T {
  return tf.grad(f as (x: tf.Tensor) => tf.Tensor) as unknown as (x: T, dy?: tf.Tensor) => T;
}
