/**
 * An update of variables by one op of TensorFlow, such as ResourceApplyAdam. Those ops change TensorFlow's own kind of
 * variable, so the values of the tf.Variables are lent to three of them (without a copy), changed, and taken back.
 */
import { tf } from "../tf";
import { ofFloats, runOp, runOpOf, textAttribute, tryFastOp } from "./fast-ops";

export interface FusedUpdate {
  /** A TensorFlow op that changes variables through their handles, such as ResourceApplyAdam. */
  op: string;
  /** The variables, float32, in the order of the op's handles. */
  variables: tf.Variable[];
  /** The op's other inputs. */
  inputs: tf.Tensor[];
}

const ofFloatVariables = { name: "dtype", type: 4, value: 1 };

/** Handles of TensorFlow's own variables. Three are enough for every update: each begins by assigning to them. */
let handles: tf.Tensor[] = [];

/** Runs the op; the variables have the new values. */
export function updateByOneOp({ op, variables, inputs }: FusedUpdate): void {
  const used = handles.slice(0, variables.length);
  tf.tidy(() => {
    variables.forEach((variable, i) => {
      runOpOf(["AssignVariableOp", 0], [used[i]!, variable], [ofFloatVariables]);
    });
    runOpOf([op, 0], [...used, ...inputs], [ofFloats]);
    variables.forEach((variable, i) => {
      variable.assign(runOp("ReadVariableOp", [used[i]!], [ofFloatVariables]));
    });
  });
}

/** Makes the handles, and tries one step of Adam: m = g / 2, v = g^2 / 4, w = 1 - 0.1 m / (sqrt(v) + 1). */
export function tryResourceUpdate(): void {
  tryFastOp("ResourceApplyAdam", () => {
    handles = ["first", "second", "third"].map(makeHandle);
    const variables = [[1, 1], [0, 0], [0, 0]].map((values) => tf.variable(tf.tensor1d(values), false)); // prettier-ignore
    const rates = [0, 0, 0.1, 0.5, 0.75, 1].map((value) => tf.scalar(value));
    updateByOneOp({ op: "ResourceApplyAdam", variables, inputs: [...rates, tf.tensor1d([2, -4])] });
    const fast = variables.map((variable) => tf.clone(variable));
    tf.dispose(variables);
    return { fast, plain: [[0.95, 1 + 0.2 / 3], [1, -2], [1, 4]].map((values) => tf.tensor1d(values)) }; // prettier-ignore
  });
}

function makeHandle(name: string): tf.Tensor {
  const shape = { name: "shape", type: 5, value: [] };
  return tf.keep(
    runOp("VarHandleOp", [], [ofFloatVariables, shape, textAttribute("shared_name", `ganbook/${name}`)]),
  );
}
