/**
 * Random numbers made on the graphics card, for the engine "webgpu". A training step draws millions for its dropout masks;
 * to make those in JavaScript and send them to the card takes longer than the rest of the step.
 *
 * Philox 4x32-10 (Salmon et al., 2011, Parallel random numbers: as easy as 1, 2, 3, section 3.3) makes four 32-bit numbers
 * out of a counter and a key. Here the key is the pair of seeds and the counter a quarter of the place in the tensor, so
 * that each thread finds its numbers by itself.
 */
import { runShader } from "./webgpu-shader";
import { tf } from "./tf";

const philox = `
  /* The upper 32 bits of a product, from products of halves. */
  fn upperBits(a : u32, b : u32) -> u32 {
    let low = (a & 0xffffu) * (b & 0xffffu);
    let middle = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
    let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
    return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u);
  }

  fn philox(counter : u32) -> vec4<u32> {
    var c = vec4<u32>(counter, 0u, 0u, 0u);
    var key = bitcast<vec2<u32>>(uniforms.seed);
    for (var round = 0; round < 10; round++) {
      let first = upperBits(0xd2511f53u, c.x);
      let second = upperBits(0xcd9e8d57u, c.z);
      c = vec4<u32>(second ^ c.y ^ key.x, 0xcd9e8d57u * c.z, first ^ c.w ^ key.y, 0xd2511f53u * c.x);
      key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    }
    return c;
  }

  /* In [0, 1): 24 bits fit a float32 exactly. */
  fn uniformNumbers(index : i32) -> vec4<f32> {
    return vec4<f32>(philox(u32(index) / 4u) >> vec4<u32>(8u)) * ${2 ** -24};
  }`;

const uniformCode = `
  ${philox}
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let numbers = uniformNumbers(index);
    setOutputAtIndex(index, numbers[index % 4]);
  }`;

/** Box and Muller (1958): two uniform numbers give two normal ones. */
const normalCode = `
  ${philox}
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let numbers = uniformNumbers(index);
    let pair = select(numbers.xy, numbers.zw, index % 4 >= 2);
    let radius = sqrt(-2.0 * log(1.0 - pair.x));
    let angle = ${2 * Math.PI} * pair.y;
    setOutputAtIndex(index, radius * select(cos(angle), sin(angle), index % 2 == 1));
  }`;

/** Numbers uniform in [0, 1), or normal with mean 0 and variance 1; the caller disposes. */
export function randomOnCard<R extends tf.Rank>(
  distribution: "uniform" | "normal",
  shape: tf.ShapeMap[R],
  seed: [number, number],
): tf.Tensor<R> {
  const code = distribution === "uniform" ? uniformCode : normalCode;
  const shader = { name: `ganbook ${distribution}`, variables: [], uniforms: "seed : vec2<i32>,", code };
  return tf.tidy(() => {
    const numbers = runShader(shader, [], { shape: [tf.util.sizeFromShape(shape)], uniforms: [seed] });
    return tf.reshape(numbers, shape);
  });
}
