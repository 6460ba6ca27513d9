/**
 * Which ops of a graph compute in bfloat16, and the casts between the two widths.
 *
 * Products do. What comes out of one stays short through the ops that follow it picture by picture (bias, activation,
 * batch norm, dropout), so that the next product takes it as it is. Weights, sums of slopes, the loss and the
 * statistics of batch norm are float32.
 */
import { dataTypes } from "./backend";
import { type GraphBuilder, type Port, typeAttribute } from "./graph";
import type { OpRule } from "./op-rules";
import type { RecordedOp } from "./recording";

/** A bias or a scalar beside pictures: casting it costs nothing. */
const SMALL = 1 / 8;

export class Halves {
  /** The short form of float32 ports. */
  private readonly twins = new Map<string, Port>();
  /** Ports whose short form is what was computed, and the float32 a cast of it. */
  private readonly native = new Set<string>();

  /** @param prefix Of the names of the casts. */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly prefix: string,
  ) {}

  /** Whether an op of this rule computes in bfloat16, given its inputs. */
  takes(rule: OpRule, { outputs }: RecordedOp, inputs: readonly Port[]): boolean {
    if (!outputs.every(({ dtype }) => dtype === "float32")) return false;
    if (rule.bfloat16 === "product") return true;
    if (rule.bfloat16 === undefined || !this.isNative(inputs[0]!)) return false;
    const others = inputs.slice(1).filter((port, i) => isFloat(port) && !rule.wideInputs?.includes(i + 1));
    return others.every(
      (port) => isSmallBeside(port, inputs[0]!) || (rule.bfloat16 === "follows" && this.twins.has(key(port))),
    );
  }

  /** Whether to compute the op in both widths, each for those who want it: a mask, times a number perhaps. */
  isMask({ op, inputTypes }: RecordedOp, inputs: readonly Port[]): boolean {
    if (op === "Cast") return inputTypes[0]!.dtype === "bool" && inputs[0]!.shape.length > 0;
    const [mask, factor] = inputs;
    return op === "Mul" && this.isExact(mask!) && isFloat(factor!) && factor!.shape.length === 0;
  }

  /** The short form of a float32 port; any other port as it is. */
  short(port: Port): Port {
    if (!isFloat(port)) return port;
    const twin = this.twins.get(key(port)) ?? this.cast(port, dataTypes.bfloat16);
    this.twins.set(key(port), twin);
    return twin;
  }

  /** The float32 form of what was computed in bfloat16. */
  wide(port: Port): Port {
    const wide = this.cast(port, dataTypes.float32);
    this.twins.set(key(wide), port);
    this.native.add(key(wide));
    return wide;
  }

  /** Tells that both forms were computed. */
  pair(wide: Port, short: Port): void {
    this.twins.set(key(wide), short);
  }

  private isNative(port: Port): boolean {
    return this.native.has(key(port));
  }

  private isExact(port: Port): boolean {
    return this.twins.has(key(port)) && !this.isNative(port);
  }

  private cast(port: Port, dtype: number): Port {
    const start = port.node.startsWith(this.prefix) ? "" : `${this.prefix}/`;
    const node = this.graph.add({
      name: `${start}${port.node}/as_${dtype}_${port.output}`,
      op: "Cast",
      inputs: [port],
      attributes: { SrcT: typeAttribute(port.dtype), DstT: typeAttribute(dtype) },
    });
    return { node, output: 0, dtype, shape: port.shape };
  }
}

const key = (port: Port) => `${port.node}:${port.output}`;
const isFloat = (port: Port) => port.dtype === dataTypes.float32;
const sizeOf = (port: Port) => port.shape.reduce((size, length) => size * length, 1);
const isSmallBeside = (port: Port, other: Port) => sizeOf(port) <= SMALL * sizeOf(other);
