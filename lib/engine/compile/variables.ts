/** The registered variables of tfjs: the state that a compiled step takes over. */
import { tf } from "../tf";
import { type NodeBackend, dataTypeNumber } from "./backend";

/** Every variable that exists, by its unique name. */
export function variablesByName(): Map<string, tf.Variable> {
  return new Map(Object.entries(tf.engine().registeredVariables));
}

/** The same data under an id of its own; no numbers are copied. Owned by the caller. */
export function copyOf(backend: NodeBackend, tensor: tf.Tensor): tf.Tensor {
  const attribute = { name: "T", type: 4, value: dataTypeNumber(tensor.dtype) };
  return backend.executeSingleOutput("Identity", [attribute], [tensor]);
}

/**
 * Gives every variable data of its own. After `a.assign(b)` two variables share one data id, and a read of
 * one could not be told from a read of the other.
 */
export function separateVariables(backend: NodeBackend): void {
  const seen = new Set<object>();
  for (const variable of variablesByName().values()) {
    if (variable.dtype === "string") continue;
    if (seen.has(variable.dataId) || backend.refCount(variable.dataId) > 1) {
      tf.tidy(() => variable.assign(copyOf(backend, variable)));
    }
    seen.add(variable.dataId);
  }
}

/** Keeps every variable's present value; the function it returns puts them all back and frees the copies. */
export function holdVariables(backend: NodeBackend): () => void {
  const held = [...variablesByName().values()]
    .filter(({ dtype }) => dtype !== "string")
    .map((variable) => ({ variable, before: variable.dataId, value: tf.keep(copyOf(backend, variable)) }));
  return () => {
    for (const { variable, before, value } of held) {
      if (!variable.isDisposed && variable.dataId !== before) variable.assign(value);
      value.dispose();
    }
  };
}
