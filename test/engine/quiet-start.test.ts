/** What a learner sees on stderr while TensorFlow is loaded: its greetings never, all else always. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const BUILT = join(__dirname, "../../lib/dist");
const package_ = createRequire(__filename).resolve("@tensorflow/tfjs-node/package.json");
const ADDON = join(dirname(package_), "lib/napi-v8/ganbook_quiet.node");

function run(script: string, environment: Record<string, string> = {}) {
  const env = { ...process.env, ...environment };
  if (!("TF_CPP_MIN_LOG_LEVEL" in environment)) delete env["TF_CPP_MIN_LOG_LEVEL"];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    env,
    encoding: "utf8",
  });
  return { status, signal, stdout, stderr };
}

const start = `
  const { useEngine, tf } = require(${JSON.stringify(BUILT)});
  useEngine("tensorflow").then(() => {
    console.log(tf.ones([2]).sum().dataSync()[0]);
    require("node:fs").writeSync(2, "later\\n");
  });`;

describe("starting TensorFlow", () => {
  // With oneDNN asked for, as the course does, the library greets with two lines on every processor.
  it("says nothing, and stderr works again afterwards", () => {
    expect(run(start)).toEqual({ status: 0, signal: null, stdout: "2\n", stderr: "later\n" });
  });

  it("lets a warning through", () => {
    const { stderr } = run(start, { TF_ENABLE_ONEDNN_OPTS: "nonsense" });
    expect(stderr).toMatch(/^W.*TF_ENABLE_ONEDNN_OPTS is not set to either.*\nlater\n$/);
  });

  it("shows everything to one who asks for it", () => {
    expect(run(start, { TF_CPP_MIN_LOG_LEVEL: "0" }).stderr).toContain("oneDNN custom operations are on");
  });
});

describe("the addon that keeps stderr aside", () => {
  const held = (end: string) => `
    const quiet = require(${JSON.stringify(ADDON)});
    const { writeSync } = require("node:fs");
    quiet.hold();
    quiet.hold();
    writeSync(2, "last words\\n");
    ${end}`;

  it("gives back what was written, once", () => {
    const end = `console.log(JSON.stringify([quiet.release(), quiet.release()])); writeSync(2, "free\\n");`;
    const { stdout, stderr } = run(held(end));
    expect(JSON.parse(stdout)).toEqual(["last words\n", ""]);
    expect(stderr).toBe("free\n");
  });

  it("lets the last words of a process that dies through", () => {
    const { signal, stderr } = run(held("process.abort();"));
    expect(signal).toBe("SIGABRT");
    expect(stderr).toContain("last words\n");
  });
});
