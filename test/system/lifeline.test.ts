import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { keep, run } from "../../system/process.ts";
import { describeLive } from "../live.ts";
import { here } from "../vm/machine.ts";

const folder = mkdtempSync(join(tmpdir(), "bridgework-lifeline-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Serves whoever started it; on "work" it is busy for two seconds and then writes a file, on "note" at the end. */
const SERVANT = `
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { atTheEnd, atWork, endWithParent } from ${JSON.stringify(resolve("system/lifeline.ts"))};
endWithParent();
console.log(process.pid);
setInterval(() => console.log("still here"), 100);
if (process.argv.includes("note")) atTheEnd(async () => { await sleep(200); writeFileSync(process.argv.at(-1), "recorded"); });
if (process.argv.includes("work")) await atWork(async () => { await sleep(2000); writeFileSync(process.argv.at(-1), "done"); });
`;
const servant = (...words: string[]) => [process.execPath, "--input-type=module", "--eval", SERVANT, "x", ...words];

/** Starts a program below another one that a test can kill; tells both numbers. */
async function below(argv: readonly string[], shell = false) {
  const script = `const { spawn } = require("node:child_process");
const argv = ${JSON.stringify(argv)};
const child = ${shell} ? spawn("sh", ["-c", '"$@"; :', "sh", ...argv]) : spawn(argv[0], argv.slice(1));
child.stdout.pipe(process.stdout);`;
  const parent = keep([process.execPath, "--eval", `console.log(process.pid);${script}`]);
  let said = "";
  parent.output((text) => {
    said += text;
  });
  await expect.poll(() => said.split("\n").length, { timeout: 20_000 }).toBeGreaterThan(2);
  const [killed = 0, serves = 0] = said.split("\n").map(Number);
  return { killed, serves };
}

const lives = (pid: number) => {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

describe("a program that serves another", () => {
  test.each([
    ["at once", false],
    ["below a shell that stays between them", true],
  ])("ends with it, where nothing is being done: %s", async (_, shell) => {
    const { killed, serves } = await below(servant(), shell);
    expect(lives(serves)).toBe(true);
    process.kill(killed, "SIGKILL");
    await expect.poll(() => lives(serves), { timeout: 10_000 }).toBe(false);
  });

  test("finishes first what it has begun, though nobody reads it any more", async () => {
    const file = join(folder, "finished");
    const { killed, serves } = await below(servant("work", file));
    process.kill(killed, "SIGKILL");
    await expect.poll(() => lives(serves), { timeout: 15_000 }).toBe(false);
    expect(readFileSync(file, "utf8")).toBe("done");
  });

  test("does the same when it is asked to end", async () => {
    const file = join(folder, "asked");
    const { serves } = await below(servant("work", file));
    process.kill(serves, "SIGTERM");
    await expect.poll(() => lives(serves), { timeout: 15_000 }).toBe(false);
    expect(readFileSync(file, "utf8")).toBe("done");
  });

  test("does what is left to the end where it is asked to end, not where the other was killed", async () => {
    const [asked, alone] = [join(folder, "in-order"), join(folder, "alone")];
    const first = await below(servant("note", asked));
    process.kill(first.serves, "SIGINT");
    await expect.poll(() => lives(first.serves), { timeout: 15_000 }).toBe(false);
    expect(readFileSync(asked, "utf8")).toBe("recorded");
    const second = await below(servant("note", alone));
    process.kill(second.killed, "SIGKILL");
    await expect.poll(() => lives(second.killed), { timeout: 15_000, interval: 10 }).toBe(false);
    if (lives(second.serves)) process.kill(second.serves, "SIGTERM");
    await expect.poll(() => lives(second.serves), { timeout: 15_000 }).toBe(false);
    expect(existsSync(alone)).toBe(false);
  });

  test("takes along what served the same engine and does not see its end", async () => {
    const engine = "127.0.0.1:65432";
    const blind = [process.execPath, "--eval", "console.log(process.pid); setInterval(() => {}, 1000)", "x", engine];
    const { serves: blindPid } = await below(blind, true);
    const { killed, serves } = await below(servant(engine));
    process.kill(killed, "SIGKILL");
    await expect.poll(() => [serves, blindPid].filter(lives), { timeout: 10_000 }).toEqual([]);
  });
});

describeLive("a script of npm's", () => {
  const file = join(folder, "script.mjs");
  writeFileSync(
    file,
    `import { whenNpmGone } from ${JSON.stringify(resolve("system/lifeline.ts"))};
console.log(process.pid);
whenNpmGone(() => { console.log("gone"); process.exit(); });
setTimeout(() => console.log("goes on"), Number(process.argv[2]));`,
  );
  /** Below a shell whose parent is init, which a sandbox has of its own. */
  const adopted = async (script: string) => {
    const alone = [...here.unshare, "--pid", "--fork", "--mount-proc", "sh", "-c", 'sh -c "$1; :"; :', "sh"];
    return (await run([...alone, `${process.execPath} ${file} 100`], { env: { npm_lifecycle_script: script } })).stdout;
  };

  test("ends with npm, the shell between them aside", async () => {
    const { killed, serves } = await below([process.execPath, file, "60000"], true);
    expect(lives(serves)).toBe(true);
    process.kill(killed, "SIGKILL");
    await expect.poll(() => lives(serves), { timeout: 10_000 }).toBe(false);
  });

  test("ends at once where npm was gone before it could look", async () => {
    expect(await adopted(`${process.execPath} ${file}`)).toMatch(/^\d+\ngone\n$/);
  });

  test("goes on where npm runs another one, further above", async () => {
    expect(await adopted("node commands/main.mjs test")).toMatch(/^\d+\ngoes on\n$/);
  });
});

describe("the watchman of a run", () => {
  const marked = (name: string, script: string) => keep(["sh", "-c", script], { env: { BRIDGEWORK_TRIAL: name } });

  test.each([0, 20])("ends what is left of it, daemons too, within %i s of patience", async (patience) => {
    const name = `trial-${process.pid}-${patience}`;
    const starter = `import { startWatchman } from ${JSON.stringify(resolve("toolchain/watchman.mjs"))};
startWatchman("BRIDGEWORK_TRIAL", ${JSON.stringify(name)}, ${patience}); console.log("on watch"); setInterval(() => {}, 1000);`;
    const watched = keep([process.execPath, "--input-type=module", "--eval", starter]);
    const file = join(folder, name);
    const own = marked(
      name,
      `trap 'sleep 1; echo ended > ${file}; exit' TERM; echo $$; setsid sleep 600 & echo $!; while :; do sleep 0.1; done`,
    );
    let said = "";
    own.output((text) => {
      said += text;
    });
    await new Promise<void>((done) => watched.output(() => done()));
    await expect.poll(() => said.split("\n").length, { timeout: 10_000 }).toBeGreaterThan(2);
    const pids = said.trim().split("\n").map(Number);
    expect(pids.map(lives)).toEqual([true, true]);
    watched.signal("SIGKILL");
    await expect.poll(() => pids.filter(lives), { timeout: 30_000 }).toEqual([]);
    const ended = await run(["cat", file]);
    expect(ended.stdout).toBe(patience === 0 ? "" : "ended\n");
  });
});
