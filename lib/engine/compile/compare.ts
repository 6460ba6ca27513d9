/** Two recordings of one step must agree in everything: what differs would be frozen into the graph. */
import type { RecordedConstant, RecordedOp, Recording } from "./recording";
import { showType } from "./recording";

/**
 * @throws Error naming the first op or number that differs between the recordings, and the line of code
 *   that made it.
 */
export function requireSame(first: Recording, second: Recording): void {
  compareOps(first.ops, second.ops);
  compareConstants(first.constants, second.constants);
  const results = ({ outputs, writes }: Recording) => JSON.stringify([outputs, [...writes]]);
  if (results(first) !== results(second)) {
    throw new Error(
      "compile: two runs of the step return or assign different tensors. A compiled step must do the same each time: " +
        "compile each case on its own.",
    );
  }
}

function compareOps(first: RecordedOp[], second: RecordedOp[]): void {
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    const [a, b] = [first[i], second[i]];
    if (a && b && describeOp(a) === describeOp(b)) continue;
    const shown = (op?: RecordedOp) => (op ? `${op.op} at ${op.where()}` : "nothing");
    throw new Error(
      `compile: two runs of the step differ: op ${i + 1} is ${shown(a)} in the first and ${shown(b)} in the second. ` +
        `A compiled step must do the same each time: take out what depends on a counter, a clock or Math.random.`,
    );
  }
}

function describeOp({ op, attributes, inputs, inputTypes, outputs, updates }: RecordedOp): string {
  return JSON.stringify([op, attributes, inputs, inputTypes, outputs, updates]);
}

function compareConstants(first: RecordedConstant[], second: RecordedConstant[]): void {
  for (const [i, a] of first.entries()) {
    const b = second[i];
    if (b && showType(a) === showType(b) && sameBytes(a, b)) continue;
    const values = (constant?: RecordedConstant) =>
      constant && Array.from(constant.values.slice(0, 3)).join(", ");
    throw new Error(
      `compile: a number made in JavaScript differs between two runs of the step (${showType(a)}: ${values(a)} and ` +
        `${values(b)}) at ${a.where()}. Every compiled step would use the first. Pass it as a feed: a tensor ` +
        `argument of the step.`,
    );
  }
}

function sameBytes({ values: a }: RecordedConstant, { values: b }: RecordedConstant): boolean {
  const bytes = (values: ArrayBufferView) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return bytes(a).equals(bytes(b));
}
