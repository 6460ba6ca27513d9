/** Runs a program of our own, in WGSL, on the backend "webgpu". */
import { tf } from "./tf";

/** WGSL with a function `main(index : i32)`, called for each number of the result. */
export interface Shader {
  name: string;
  /** Names of the inputs: "x" is read by getX(row, column), and its shape is uniforms.xShape. */
  variables: string[];
  /** Declarations of further whole numbers, in the order in which `runShader` gets them. */
  uniforms?: string;
  code: string;
}

/** The part of the backend that runs programs. */
interface ProgramBackend extends tf.KernelBackend {
  runWebGPUProgram(
    program: object,
    inputs: tf.TensorInfo[],
    dtype: tf.DataType,
    uniforms: { type: "int32"; data: number[] }[],
  ): tf.TensorInfo;
}

const WORKGROUP = 64;

/** @returns A float32 tensor of the given shape; `uniforms` are vectors of whole numbers. */
export function runShader(
  { name, variables, uniforms = "", code }: Shader,
  inputs: tf.TensorInfo[],
  { shape, uniforms: values = [] }: { shape: number[]; uniforms?: number[][] },
): tf.Tensor {
  const program = {
    variableNames: variables,
    outputShape: shape,
    dispatchLayout: { x: [...shape.keys()] },
    dispatch: [Math.ceil(tf.util.sizeFromShape(shape) / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    size: true,
    shaderKey: name,
    uniforms,
    getUserCode: () => code,
  };
  const vectors = values.map((data) => ({ type: "int32" as const, data }));
  const info = (tf.backend() as ProgramBackend).runWebGPUProgram(program, inputs, "float32", vectors);
  return tf.engine().makeTensorFromTensorInfo(info);
}
