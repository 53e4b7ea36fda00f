import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { missing } from "../../system/missing.ts";
import { run } from "../../system/process.ts";

const folder = mkdtempSync(join(tmpdir(), "bridgework-missing-"));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { PATH: folder };

test("a program that is not there is named, with its package", async () => {
  expect(missing(await run(["ip", "link"], { env }))).toBe(
    'the program "ip" is not on this host. On Debian and Ubuntu: apt-get install iproute2',
  );
  expect(missing(await run(["nonesuch"], { env }))).toMatch(/"nonesuch" is not on this host. Install it, or put it/);
});

test("one that is there and not executable is named as such, also where nsenter was to start it", async () => {
  writeFileSync(join(folder, "ip"), "");
  chmodSync(join(folder, "ip"), 0o644);
  const words =
    'the program "ip" is on this host and not executable. chmod +x it, or install it anew: apt-get install --reinstall iproute2';
  expect(missing(await run(["ip", "link"], { env }))).toBe(words);
  const entered = await run(["/usr/bin/nsenter", "--", "ip", "link"], { env });
  expect(missing(entered)).toBe(words);
});

test("a program that ran is not missing, whatever came of it", async () => {
  expect(missing(await run(["sh", "-c", "exit 127"]))).toBe(undefined);
  expect(missing(await run(["sh", "-c", "kill -9 $$"]))).toBe(undefined);
});
