/**
 * A small dense network in float64 with its gradient written out, and no import: the same file runs in Node and in
 * a page of a browser.
 */

/** The part of a random stream that a network needs; `rng(seed)` has it. */
export interface NormalSource {
  normal: () => number;
}

/** What a forward pass keeps for the way back: the inputs, then each layer's outputs, all row-major. */
export type Trace = readonly Float64Array[];

export interface Slopes {
  /** By each weight, in the order of `Perceptron.weights`. */
  weights: Float64Array;
  /** By each input, [batch, inputs]. */
  inputs: Float64Array;
}

interface Layer {
  ins: number;
  outs: number;
  /** [ins, outs], row-major: a view into all weights. */
  kernel: Float64Array;
  bias: Float64Array;
}

/**
 * Layers of y = bend(x W + b), where bend is tanh in the hidden layers and nothing in the last one. With the sizes [1, 1]
 * it is one straight line, w x + b.
 *
 * @see Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors, Nature 323.
 */
export class Perceptron {
  /** All weights, layer by layer: the kernel [ins, outs] row by row, then the biases. Change them in place. */
  readonly weights: Float64Array;
  private readonly layers: readonly Layer[];

  /**
   * Kernels start normal with spread 1 / sqrt(ins); hidden biases normal, so that the bends of a layer lie apart; the last
   * biases at 0.
   *
   * @param sizes Numbers in, hidden sizes, numbers out.
   * @throws RangeError when there are fewer than two sizes or one is no whole number above 0.
   */
  constructor(
    readonly sizes: readonly number[],
    random: NormalSource,
  ) {
    if (sizes.length < 2 || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
      throw new RangeError(
        `Perceptron: sizes are [${sizes.join(", ")}]. Give two or more whole numbers above 0.`,
      );
    }
    const counts = sizes.slice(1).map((outs, k) => (sizes[k]! + 1) * outs);
    this.weights = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
    let from = 0;
    this.layers = counts.map((count, k) => {
      const [ins, outs] = [sizes[k]!, sizes[k + 1]!];
      const kernel = this.weights.subarray(from, from + ins * outs);
      const bias = this.weights.subarray(from + ins * outs, from + count);
      from += count;
      return { ins, outs, kernel, bias };
    });
    this.start(random);
  }

  /** @param inputs [batch, inputs], row-major. */
  forward(inputs: Float64Array): Trace {
    const trace = [inputs];
    this.layers.forEach((layer, k) => {
      trace.push(applyLayer(layer, trace[k]!, k < this.layers.length - 1));
    });
    return trace;
  }

  /** Outputs [batch, outputs] only. */
  run(inputs: Float64Array): Float64Array {
    return this.forward(inputs).at(-1)!;
  }

  /**
   * The chain rule, from the last layer to the first.
   *
   * @param trace  What `forward` gave.
   * @param slopes The loss' slope by each output, [batch, outputs].
   */
  backward(trace: Trace, slopes: Float64Array): Slopes {
    const weights = new Float64Array(this.weights.length);
    let above = slopes;
    let to = weights.length;
    for (let k = this.layers.length - 1; k >= 0; k--) {
      const layer = this.layers[k]!;
      to -= (layer.ins + 1) * layer.outs;
      if (k < this.layers.length - 1) above = throughTanh(above, trace[k + 1]!);
      addWeightSlopes(layer, { inputs: trace[k]!, above }, weights.subarray(to));
      above = inputSlopes(layer, above);
    }
    return { weights, inputs: above };
  }

  private start(random: NormalSource): void {
    this.layers.forEach(({ ins, kernel, bias }, k) => {
      for (let i = 0; i < kernel.length; i++) kernel[i] = random.normal() / Math.sqrt(ins);
      const isHidden = k < this.layers.length - 1;
      for (let j = 0; j < bias.length; j++) bias[j] = isHidden ? random.normal() : 0;
    });
  }
}

/** Row n of the result: bend(inputs[n] W + b). */
function applyLayer({ ins, outs, kernel, bias }: Layer, inputs: Float64Array, bends: boolean): Float64Array {
  const rows = inputs.length / ins;
  const outputs = new Float64Array(rows * outs);
  for (let n = 0; n < rows; n++) {
    for (let j = 0; j < outs; j++) {
      let sum = bias[j]!;
      for (let i = 0; i < ins; i++) sum += inputs[n * ins + i]! * kernel[i * outs + j]!;
      outputs[n * outs + j] = bends ? Math.tanh(sum) : sum;
    }
  }
  return outputs;
}

/** With y = tanh(a): dL/da = dL/dy (1 - y^2). */
function throughTanh(above: Float64Array, outputs: Float64Array): Float64Array {
  return above.map((slope, n) => slope * (1 - outputs[n]! ** 2));
}

/** dL/dW[i, j] = sum over the batch of x[i] dL/da[j];  dL/db[j] = sum of dL/da[j]. */
function addWeightSlopes(
  { ins, outs }: Layer,
  { inputs, above }: { inputs: Float64Array; above: Float64Array },
  into: Float64Array,
): void {
  const rows = inputs.length / ins;
  for (let n = 0; n < rows; n++) {
    for (let j = 0; j < outs; j++) {
      const slope = above[n * outs + j]!;
      for (let i = 0; i < ins; i++) into[i * outs + j]! += inputs[n * ins + i]! * slope;
      into[ins * outs + j]! += slope;
    }
  }
}

/** dL/dx[i] = sum over j of W[i, j] dL/da[j]: the same weights, read the other way round. */
function inputSlopes({ ins, outs, kernel }: Layer, above: Float64Array): Float64Array {
  const rows = above.length / outs;
  const slopes = new Float64Array(rows * ins);
  for (let n = 0; n < rows; n++) {
    for (let i = 0; i < ins; i++) {
      let sum = 0;
      for (let j = 0; j < outs; j++) sum += kernel[i * outs + j]! * above[n * outs + j]!;
      slopes[n * ins + i] = sum;
    }
  }
  return slopes;
}
