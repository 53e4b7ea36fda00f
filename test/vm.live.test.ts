import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "../system/process.ts";
import { liveUnless } from "./live.ts";

/**
 * A command that runs its arguments as root on another kernel, with this machine's files: `vm-run --`, an emulator that
 * shares the root file system. It may take twenty times as long as this machine does.
 */
const vm = process.env.TEST_VM?.split(" ");

/** Tests that are skipped where this machine's kernel lacks a type of link. */
const FILES = globSync("test/**/*.live.test.ts").filter((file) => /\bawait lacks\(/.test(readFileSync(file, "utf8")));

const VITEST = ["node_modules/vitest/vitest.mjs", "run", "--pool=threads", "--maxWorkers=1"];

liveUnless(vm ? undefined : "TEST_VM names no command that runs others on a kernel with all types of links")(
  "types of links that this kernel may lack",
  () => {
    test("are met on a kernel that has them", { timeout: 3_600_000 }, async () => {
      const argv = [...(vm ?? []), process.execPath, ...VITEST, ...FILES];
      const { stdout, stderr } = await run(argv, { timeout: 3_600_000 });
      expect(stdout.trim().split("\n").at(-1), stdout.slice(-4000) + stderr).toMatch(/^[1-9]\d* passed, 0 failed$/);
    });
  },
);
