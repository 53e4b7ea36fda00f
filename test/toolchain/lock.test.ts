import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keep, run } from "../../system/process.ts";
import { withInstallLock } from "../../toolchain/lock.mjs";
import { repository } from "../../toolchain/places.mjs";

let base: string;
let cache: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "bridgework-lock-"));
  cache = join(base, "cache");
});
afterEach(() => rmSync(base, { recursive: true }));

const enter = () => withInstallLock(async () => "entered", cache);
const isRoot = process.getuid?.() === 0;
/** nobody, who owns nothing. */
const OTHER = 65534;

test("the folder and the file of the lock are made, and the file says who has it", async () => {
  expect(await enter()).toBe("entered");
  expect(readFileSync(join(cache, "lock"), "utf8")).toBe(`pid ${process.pid}\n`);
  expect(await enter()).toBe("entered");
});

test("one goes on when the other is done, killed or not", async () => {
  mkdirSync(cache);
  const held = `import { withInstallLock } from "${repository}/toolchain/lock.mjs";
await withInstallLock(async () => { console.log("held"); await new Promise((done) => setTimeout(done, 60_000)); }, "${cache}");`;
  const other = keep([process.execPath, "--input-type=module", "--eval", held]);
  try {
    const line = join(cache, "lock");
    await expect.poll(() => existsSync(line) && readFileSync(line, "utf8"), { timeout: 20_000 }).toMatch(/^pid \d+\n$/);
    let entered = false;
    const waiting = enter().then(() => {
      entered = true;
    });
    await expect.poll(() => run(["flock", "--nonblock", line, "true"]).then(({ code }) => code)).toBe(1);
    expect(entered).toBe(false);
    process.kill(Number(/\d+/.exec(readFileSync(line, "utf8"))), "SIGKILL");
    await waiting;
  } finally {
    other.signal("SIGKILL");
    await other.close();
  }
});

test("a link in place of the file is refused, and what it leads to stays as it is", async () => {
  mkdirSync(cache);
  const other = join(base, "precious");
  writeFileSync(other, "precious\n");
  symlinkSync(other, join(cache, "lock"));
  await expect(enter()).rejects.toThrow(/cache\/lock is a symbolic link, and is not used.*remove it, or set XDG_CACHE/);
  expect(readFileSync(other, "utf8")).toBe("precious\n");
  rmSync(other);
  await expect(enter()).rejects.toThrow(/cache\/lock is a symbolic link/);
  expect(existsSync(other)).toBe(false);
});

test("a link in place of the folder is refused, and nothing is written behind it", async () => {
  const other = join(base, "elsewhere");
  mkdirSync(other);
  symlinkSync(other, cache);
  await expect(enter()).rejects.toThrow(/cache is a symbolic link/);
  expect(existsSync(join(other, "lock"))).toBe(false);
});

test("what is no file, and no folder, is refused", async () => {
  mkdirSync(join(cache, "lock"), { recursive: true });
  await expect(enter()).rejects.toThrow(/cache\/lock is no file/);
  rmSync(cache, { recursive: true });
  mkdirSync(cache);
  await run(["mkfifo", join(cache, "lock")]);
  await expect(enter()).rejects.toThrow(/cache\/lock is no file/);
  rmSync(cache, { recursive: true });
  writeFileSync(cache, "");
  await expect(enter()).rejects.toThrow(/the cache .*cache cannot be locked: EEXIST/);
});

test.skipIf(!isRoot)("a file and a folder of others are refused", async () => {
  mkdirSync(cache);
  writeFileSync(join(cache, "lock"), "");
  chownSync(join(cache, "lock"), OTHER, OTHER);
  await expect(enter()).rejects.toThrow(`cache/lock belongs to user ${OTHER}, not to 0`);
  chownSync(join(cache, "lock"), 0, 0);
  chownSync(cache, OTHER, OTHER);
  await expect(enter()).rejects.toThrow(`cache belongs to user ${OTHER}, not to 0`);
});
