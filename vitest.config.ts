import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import LongestFirst from "./test/sequencer.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Live tests start processes, namespaces and engines of their own, each in a sandbox. A third of the time they wait
    // for the kernel (veths, namespaces and rules come and go in RCU's time) and for packets that must not arrive.
    pool: "forks",
    maxWorkers: Math.max(3, Math.ceil(availableParallelism() / 2)),
    sequence: { sequencer: LongestFirst },
    // Far above what they take on a quiet machine: a busy one is no fault.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: ["default", "./test/reporter.ts"],
  },
});
