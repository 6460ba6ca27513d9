/**
 * Three repairs of the tape, the list of what was computed that TensorFlow.js walks along for gradients.
 *
 * Saved outputs. The gradient of y = tanh(x) is dy * (1 - y^2), so tanh saves a clone of y; but the clone is written
 * to the tape before tanh itself. A walk from x then meets the clone at a time when y does not yet belong to x, and
 * takes it for a constant. First derivatives are right; the second derivative is an error when that was the only path
 * to x, and silently wrong when there was another (tensorflow/tfjs issue 3252). So for tanh, sigmoid, exp, softmax,
 * logSoftmax, elu, pow. Here the clones go behind the operation that made their original.
 *
 * Optional inputs. tf.batchNorm without a scale throws at its first gradient, because the tape saves a tensor that was
 * not given. Here only those that were given are saved and listed.
 *
 * Known zeros: see known-zeros.ts.
 */
import { type Differentiable, addKnowingZeros, handOnZeros } from "../known-zeros";
import { tf } from "../tf";

type Tensors = Record<string, tf.Tensor>;

interface TapeNode extends Differentiable {
  outputs: tf.Tensor[];
  saved?: tf.Tensor[];
}

/** The part of the engine of TensorFlow.js that writes the tape. */
interface Tape {
  state: { activeTape: TapeNode[] };
  runKernel: Parameters<typeof addKnowingZeros>[0];
  addTapeNode(kernelName: string, inputs: Tensors, ...rest: unknown[]): void;
  getTensorsForGradient(kernelName: string, inputs: Tensors, outputs: tf.Tensor[]): (tf.Tensor | undefined)[];
}

export function installTapeRepairs(): void {
  const tape = tf.engine() as unknown as Tape;
  if (Object.hasOwn(tape, "addTapeNode")) return;
  if (typeof tape.addTapeNode !== "function" || typeof tape.getTensorsForGradient !== "function") {
    throw new Error(`Expected the tape of TensorFlow.js 4.22, found version ${tf.version_core} without it.`);
  }
  const addTapeNode = tape.addTapeNode.bind(tape);
  tape.addTapeNode = (kernelName, inputs, ...rest) => {
    addTapeNode(kernelName, given(inputs), ...rest);
    handOnZeros(tape.state.activeTape.at(-1)!);
    moveClonesBack(tape.state.activeTape);
  };
  tape.runKernel = addKnowingZeros(tape.runKernel.bind(tape));
  const getTensorsForGradient = tape.getTensorsForGradient.bind(tape);
  // The scale is the last of what batchNorm saves, so leaving it out shifts no other.
  tape.getTensorsForGradient = (...args) => getTensorsForGradient(...args).filter(Boolean);
}

function given(inputs: Tensors): Tensors {
  return Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor));
}

/** The clones that an operation saved are the nodes just before its own, one for each. */
function moveClonesBack(tape: TapeNode[]): void {
  const operation = tape[tape.length - 1]!;
  const count = operation.saved?.length ?? 0;
  if (count === 0) return;
  const made = new Set(operation.outputs.map((output) => output.id));
  const isCloneOfOutput = ({ inputs }: TapeNode) => inputs.x !== undefined && made.has(inputs.x.id);
  const clones = tape.slice(-1 - count, -1);
  if (!clones.some(isCloneOfOutput)) return;
  const others = clones.filter((node) => !isCloneOfOutput(node));
  tape.splice(-1 - count, count + 1, ...others, operation, ...clones.filter(isCloneOfOutput));
}
