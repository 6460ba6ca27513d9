import { afterEach, describe, expect, it } from "vitest";
import { listenForStop } from "../../lib/train/stop";
import type { StopRequest } from "../../lib/train/stop";

const open: StopRequest[] = [];
const added: (() => void)[] = [];
afterEach(() => {
  for (const request of open.splice(0)) request.release();
  for (const listener of added.splice(0)) process.removeListener("SIGINT", listener);
});

async function listen(signal?: AbortSignal): Promise<StopRequest> {
  const request = await listenForStop(signal);
  open.push(request);
  return request;
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("listenForStop", () => {
  it("waits a turn of the event loop before it touches the listeners", async () => {
    const before = process.listeners("SIGINT");
    const pending = listen();
    expect(process.listeners("SIGINT")).toEqual(before);
    await pending;
    expect(process.listeners("SIGINT")).not.toEqual(before);
  });

  it("takes the first SIGINT and hands the second to those who listened before", async () => {
    let others = 0;
    const other = () => void (others += 1);
    process.on("SIGINT", other);
    added.push(other);
    const request = await listen();
    expect(request.isRequested).toBe(false);
    process.kill(process.pid, "SIGINT");
    await turn();
    expect([request.isRequested, others]).toEqual([true, 0]);
    process.kill(process.pid, "SIGINT");
    await turn();
    expect(others).toBe(1);
  });

  it("gives the listeners back in their order, once", async () => {
    const [first, second] = [() => {}, () => {}];
    process.on("SIGINT", first).on("SIGINT", second);
    added.push(first, second);
    const before = process.listeners("SIGINT");
    const request = await listen();
    request.release();
    request.release();
    expect(process.listeners("SIGINT")).toEqual(before);
  });

  it("is requested by an abort signal too", async () => {
    const stopper = new AbortController();
    const request = await listen(stopper.signal);
    expect(request.isRequested).toBe(false);
    stopper.abort();
    expect(request.isRequested).toBe(true);
  });
});
