/**
 * tf.Variables whose values live in a graph. Copying them out takes milliseconds, at every step for nothing if nobody
 * looks. So each gets a `dataId` that is fetched when it is asked for: every op, every read and every save asks.
 */
import { tf } from "../tf";
import type { Tensors } from "./recording";

/** How values go to and from the graph, by the names of the variables. */
export interface Transfer {
  fetch(): Tensors;
  store(values: Tensors): void;
}

export class HeldVariables {
  /** The graph has newer values than the variables. */
  private isStale = false;
  /** Somebody assigned to a variable: the graph has older values. */
  private isChanged = false;
  private isFetching = false;

  /**
   * Takes the variables over, with the values that they have now, until `release`.
   *
   * @throws Error when another graph holds one of them: two would tear it between them.
   */
  constructor(
    private readonly variables: ReadonlyMap<string, tf.Variable>,
    private readonly transfer: Transfer,
  ) {
    for (const [name, variable] of variables) {
      if (Object.getOwnPropertyDescriptor(variable, "dataId")?.get === undefined) continue;
      throw new Error(
        `compile: another compiled step holds the variable "${name}". Dispose that one first, or compile both ` +
          `steps together with compileProgram.`,
      );
    }
    for (const variable of variables.values()) this.takeOver(variable);
    this.isChanged = true;
  }

  /** Before a step: the graph gets what was assigned since the last one. */
  beforeStep(): void {
    if (!this.isChanged) return;
    this.isChanged = false;
    this.transfer.store(Object.fromEntries(this.present()));
  }

  /** After a step that changed variables. */
  afterStep(): void {
    this.isStale = true;
  }

  /** Gives the variables their own values back, those of now. */
  release(): void {
    this.fetch();
    for (const variable of this.variables.values()) {
      const value = variable.dataId;
      Object.defineProperty(variable, "dataId", {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
  }

  private takeOver(variable: tf.Variable): void {
    let { dataId } = variable;
    Object.defineProperty(variable, "dataId", {
      enumerable: true,
      configurable: true,
      get: () => {
        this.fetch();
        return dataId;
      },
      set: (value: object) => {
        dataId = value;
        this.isChanged ||= !this.isFetching;
      },
    });
  }

  private fetch(): void {
    if (!this.isStale) return;
    this.isStale = false;
    this.isFetching = true;
    try {
      tf.tidy(() => {
        const values = this.transfer.fetch();
        for (const [name, variable] of this.variables) {
          if (!variable.isDisposed) variable.assign(values[name]!);
        }
      });
    } finally {
      this.isFetching = false;
    }
  }

  private present(): (readonly [string, tf.Variable])[] {
    const gone = [...this.variables].find(([, variable]) => variable.isDisposed);
    if (!gone) return [...this.variables];
    throw new Error(`compile: the variable "${gone[0]}" has been disposed. Dispose the compiled step first.`);
  }
}
