import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import LongestFirst from "./test/sequencer.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Live tests start processes, namespaces and engines of their own, each in a sandbox. They also wait: for the
    // kernel, for engines, for packets that must not arrive. Six more than two cores fill that time.
    pool: "forks",
    maxWorkers: Math.max(8, Math.ceil(availableParallelism() / 2)),
    globalSetup: ["./test/runner.ts", "./test/vm/runner.ts"],
    // Help says how a command was called: by npx, for one.
    env: { npm_command: "" },
    sequence: { sequencer: LongestFirst },
    // Far above what they take on a quiet machine: a busy one is no fault.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: ["default", "./test/reporter.ts"],
  },
});
