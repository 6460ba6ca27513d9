/** From what a program printed to what the user should do. */
import { describe, expect, it } from "vitest";
import { classify, toProblem } from "../../lib/setup/problem";

describe("classify", () => {
  it.each([
    ["npm error code ENOSPC", "disk"],
    ["OSError: [Errno 28] No space left on device", "disk"],
    ["/usr/bin/ld: final link failed: No space left on device", "disk"],
    ["npm error code EROFS", "read-only"],
    ["ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'", "read-only"],
    ["npm error request to a registry failed, reason: connect ECONNREFUSED 127.0.0.1:9", "network"],
    ["Failed to establish a new connection: [Errno 111] Connection refused", "network"],
    ["getaddrinfo EAI_AGAIN example.org", "network"],
    ["error: 'TF_Tensor' was not declared in this scope", "other"],
  ])("%s: %s", (text, kind) => {
    const found = classify(text);
    expect(found.kind).toBe(kind);
    expect(found.mend === "").toBe(kind === "other");
  });
});

describe("toProblem", () => {
  it("reads the code of a system error, and keeps where it happened", () => {
    const error = Object.assign(new Error("no space left on device, write"), { code: "ENOSPC" });
    expect(toProblem(error, "kernel")).toMatchObject({
      kind: "disk",
      message: expect.stringMatching(/^kernel: /) as string,
    });
  });
});
