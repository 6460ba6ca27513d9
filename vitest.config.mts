import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Native addons do not survive worker threads; two processes are what two cores carry.
    pool: "forks",
    maxWorkers: 2,
    // "auto" must not measure a graphics card in the middle of a test; see lib/engine/card-choice.ts.
    env: { GANBOOK_WEBGPU: "off" },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
