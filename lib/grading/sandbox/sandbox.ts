/** One running sandbox: asks it, counts what it sends, and ends it. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import { codecLimits } from "../../questions/codec";
import { AnswerError } from "../../questions/types";
import type { SandboxCommand } from "./level";
import { limits } from "./limits";
import { readLines } from "./line-reader";
import type { LineReader } from "./line-reader";
import { Output } from "./output";
import { spawnQuietly, streamsOf } from "./spawn";

export class Sandbox {
  /** Settles when its program answers for the first time; rejects with an Error when it cannot start. */
  readonly ready: Promise<void>;

  private readonly child: ChildProcess;
  private readonly requests: Writable;
  private readonly lines: LineReader;
  private readonly output: Output;
  private readonly closed: Promise<void>;
  private requestCount = 0;
  /** Why it is over; the first reason counts. */
  private reason: AnswerError | "closed" | undefined;
  /** Ends the wait for a reply. */
  private abandon: ((error: AnswerError) => void) | undefined;

  constructor(private readonly command: SandboxCommand) {
    this.child = spawnQuietly(command);
    const { requests, replies, printed, errors } = streamsOf(this.child, command);
    this.requests = requests;
    requests.on("error", () => undefined); // written to after its end: the exit says why
    this.output = new Output(printed, errors, () =>
      this.stop(new AnswerError(`The answer printed more than ${limits.printedBytes} bytes.`, "output")),
    );
    this.lines = readLines(replies, codecLimits.characters + 100, (breach) => this.stop(tampered(breach)));
    this.closed = this.untilClosed();
    this.ready = this.firstWord();
  }

  get isAlive(): boolean {
    return this.reason === undefined;
  }

  /** What the answer printed, cut. */
  get printed(): string {
    return this.output.text;
  }

  /**
   * Sends a request and waits for its reply. One at a time.
   *
   * @throws AnswerError when the sandbox ends, breaks the rules of the pipe, or takes too long. It is dead then.
   */
  async ask(text: string, milliseconds: number): Promise<string> {
    if (this.reason !== undefined) throw this.whyDead();
    const id = String(this.requestCount++);
    const line = await this.nextLine(`${id} ${text}\n`, milliseconds);
    if (line.startsWith(`${id} `)) return line.slice(id.length + 1);
    this.stop(tampered("a reply to another request"));
    throw this.whyDead();
  }

  /** Ends it, with all that runs in it; settles when all it printed has been read. */
  end(): Promise<void> {
    this.stop("closed");
    return this.closed;
  }

  private nextLine(request: string, milliseconds: number): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      const late = new AnswerError("The answer took longer than its time.", "timeout");
      const timer = setTimeout(() => this.stop(late), milliseconds);
      const settle = (action: () => void) => {
        clearTimeout(timer);
        this.abandon = undefined;
        action();
      };
      this.abandon = (error) => settle(() => reject(error));
      this.lines.next((reply) => settle(() => resolve(reply)));
      this.requests.write(request);
    });
  }

  private stop(why: AnswerError | "closed"): void {
    if (this.reason !== undefined) return;
    this.reason = why;
    killGroup(this.child.pid);
    this.child.kill("SIGKILL"); // Windows has no process groups
    if (this.command.finish) runQuietly(this.command.finish);
    this.abandon?.(why === "closed" ? new AnswerError("This sandbox was closed.") : why); // else its timer runs on
  }

  private whyDead(): Error {
    return this.reason instanceof AnswerError ? this.reason : new Error("This sandbox was closed.");
  }

  private async untilClosed(): Promise<void> {
    const { child } = this;
    await new Promise<void>((resolve) => {
      child.once("error", () => resolve());
      child.once("close", () => resolve());
      // Where there is no namespace, something that the answer started may hold the pipes open.
      child.once("exit", () =>
        setTimeout(() => child.stdio.forEach((stream) => stream?.destroy()), 1000).unref(),
      );
    });
    this.stop(exitReason(child, this.output.errors));
  }

  private async firstWord(): Promise<void> {
    try {
      await this.ask(`["a","hello"]`, 1000 * limits.startSeconds);
    } catch {
      await this.closed;
      throw new Error(this.output.errors.trim().slice(0, 500) || "it ended without a word");
    }
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended already
  }
}

function runQuietly([program, ...args]: readonly [string, ...string[]]): void {
  spawn(program, args, { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}

const tampered = (how: string) =>
  new AnswerError(`The answer wrote to the judge's pipe itself: ${how}.`, "tampered");

/** Exit codes that a signal gives: 128 + SIGKILL, 128 + SIGXCPU. The judge's own SIGKILL has its reason already. */
const KILLED = [137, 152];

function exitReason({ exitCode, signalCode }: ChildProcess, errors: string): AnswerError {
  if (/out of memory|allocation failed|Cannot allocate|bad_alloc|failed to reserve/i.test(errors)) {
    return new AnswerError("The answer used more memory than it may.", "memory");
  }
  return KILLED.includes(exitCode ?? 0) || signalCode === "SIGKILL"
    ? new AnswerError("The answer used more processor time than it may.", "timeout")
    : new AnswerError("The answer ended its own process before it was finished.", "crash");
}
