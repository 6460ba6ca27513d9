/** Dense and convolution layers whose kernel is divided by its spectral norm each time they are used. */
import { tf } from "../engine/tf";
import { asMatrix, powerIteration, rayleigh } from "./spectral-norm";

type Initializer = ReturnType<typeof tf.initializers.ones>;

interface SpectralArgs {
  name?: string;
  /** Glorot and Bengio's uniform distribution unless given. */
  kernelInitializer?: Initializer;
}

export interface SpectralDenseArgs extends SpectralArgs {
  units: number;
}

export interface SpectralConvolutionArgs extends SpectralArgs {
  filters: number;
  kernelSize: number;
  strides?: number;
  padding?: "same" | "valid";
}

/**
 * So many turns of the power iteration when a layer is built: then one a step is enough to keep up with training. With 30,
 * a start whose two largest singular values were close was seen to be off by over 1 %.
 */
const TURNS_AT_BUILD = 100;

/**
 * A layer with a kernel W, biases b, and two rows u and v that follow W's largest singular vectors: it computes with
 *
 *     W / sigma,   sigma = v W u^T.
 *
 * Each use with `training: true` first moves u and v by one turn of the power iteration. They count as constants for the
 * gradient, so that it is the paper's: (dL/dW' - (sum of dL/dW' * W') v^T u) / sigma with W' = W / sigma.
 *
 * u and v are weights that are not trained; they are saved and restored with the others.
 *
 * @see Miyato, Kataoka, Koyama and Yoshida (2018), Spectral normalization for generative adversarial networks,
 *   algorithm 1 and equation 9, arXiv:1802.05957.
 */
abstract class SpectralLayer extends tf.layers.Layer {
  private kernel: LayerWeight | undefined;
  private bias: LayerWeight | undefined;
  private u: LayerWeight | undefined;
  private v: LayerWeight | undefined;
  private readonly kernelInitializer: Initializer;

  constructor({ name, kernelInitializer }: SpectralArgs) {
    super({ name });
    this.kernelInitializer = kernelInitializer ?? tf.initializers.glorotUniform({});
  }

  protected abstract kernelShape(inputs: number): number[];
  protected abstract transform(input: tf.Tensor, kernel: tf.Tensor): tf.Tensor;

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as tf.Shape;
    const sizes = this.kernelShape(shape[shape.length - 1]!);
    const columns = sizes[sizes.length - 1]!;
    const rows = sizes.reduce((product, size) => product * size, 1) / columns;
    const start = tf.initializers.constant({ value: 1 });
    this.kernel = this.addWeight("kernel", sizes, "float32", this.kernelInitializer);
    this.bias = this.addWeight("bias", [columns], "float32", tf.initializers.zeros());
    this.u = this.addWeight("u", [1, columns], "float32", start, undefined, false);
    this.v = this.addWeight("v", [1, rows], "float32", start, undefined, false);
    for (let turn = 0; turn < TURNS_AT_BUILD; turn++) this.turn();
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const input = Array.isArray(inputs) ? inputs[0]! : inputs;
      if (kwargs["training"]) this.turn();
      return tf.add(this.transform(input, this.normalised()), this.bias!.read());
    });
  }

  /** The kernel that the layer computes with, W / sigma; owned by the caller. */
  normalised(): tf.Tensor {
    return tf.tidy(() => {
      const kernel = this.kernel!.read();
      const [u, v] = [this.u!.read() as tf.Tensor2D, this.v!.read() as tf.Tensor2D];
      return tf.div(kernel, rayleigh(asMatrix(kernel), { u, v }));
    });
  }

  private turn(): void {
    tf.tidy(() => {
      const { u, v } = powerIteration(asMatrix(this.kernel!.read()), this.u!.read() as tf.Tensor2D);
      this.u!.write(u);
      this.v!.write(v);
    });
  }
}

type LayerWeight = tf.layers.Layer["weights"][number];

/** y = x W / sigma(W) + b: [batch, in] -> [batch, units]. */
export class SpectralDense extends SpectralLayer {
  /** @nocollapse The name under which TensorFlow.js stores the layer. */
  static className = "SpectralDense";
  readonly units: number;

  constructor(args: SpectralDenseArgs) {
    super(args);
    this.units = args.units;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.units];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units };
  }

  protected override kernelShape(inputs: number): number[] {
    return [inputs, this.units];
  }

  protected override transform(input: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
    return tf.matMul(input, kernel);
  }
}
tf.serialization.registerClass(SpectralDense);

/**
 * A convolution with the kernel W / sigma, where sigma is the norm of W as a matrix [height * width * in, out]. The norm
 * of the convolution itself differs: see `convolutionNorm`.
 */
export class SpectralConvolution extends SpectralLayer {
  /** @nocollapse The name under which TensorFlow.js stores the layer. */
  static className = "SpectralConvolution";
  private readonly args: Required<Omit<SpectralConvolutionArgs, keyof SpectralArgs>>;

  constructor(args: SpectralConvolutionArgs) {
    super(args);
    const { filters, kernelSize, strides = 1, padding = "same" } = args;
    this.args = { filters, kernelSize, strides, padding };
  }

  override computeOutputShape([batch, height, width]: tf.Shape): tf.Shape {
    const { filters, kernelSize, strides, padding } = this.args;
    const lost = padding === "same" ? 0 : kernelSize - 1;
    const side = (size: number | null | undefined) =>
      size == null ? null : Math.ceil((size - lost) / strides);
    return [batch ?? null, side(height), side(width), filters];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.args };
  }

  protected override kernelShape(inputs: number): number[] {
    const { kernelSize, filters } = this.args;
    return [kernelSize, kernelSize, inputs, filters];
  }

  protected override transform(input: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
    return tf.conv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, this.args.strides, this.args.padding);
  }
}
tf.serialization.registerClass(SpectralConvolution);
