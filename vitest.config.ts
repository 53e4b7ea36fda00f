import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Live tests start processes, namespaces and engines of their own, each in a sandbox: more workers only wait.
    pool: "forks",
    maxWorkers: 2,
    // Far above what they take on a quiet machine: a busy one is no fault.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: ["default", "./test/reporter.ts"],
  },
});
