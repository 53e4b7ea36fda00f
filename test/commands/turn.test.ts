import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inTurn } from "../../commands/turn.mjs";
import { repository } from "../../toolchain/places.mjs";

const PATIENCE = { look: 20, again: 10_000, limit: 300 };

let state: string;
let said: string[];
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "bridgework-turn-"));
  said = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(state, { recursive: true });
});

const run = (command: string, stack = "dev") => ({ stateFolder: state, project: "shop", stack, command });

function put(name: string, text: string): string {
  const file = join(state, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Holds the stack until it is let go. */
async function held(): Promise<() => Promise<void>> {
  const { promise: end, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const turn = inTurn(run("up"), () => {
    resolve();
    return end;
  });
  await begun;
  return () => {
    letGo();
    return turn;
  };
}

test("a second command waits for the first one, and says for whom; one of another stack does not", async () => {
  const letGo = await held();
  const done: string[] = [];
  const second = inTurn(run("destroy"), async () => done.push("second"), { ...PATIENCE, limit: 20_000 });
  await inTurn(run("up", "prod"), async () => done.push("prod"), PATIENCE);
  await expect.poll(() => said.length).toBe(1);
  done.push("first");
  await letGo();
  await second;
  expect(done).toEqual(["prod", "first", "second"]);
  const own = `waiting for "up" \\(pid ${process.pid}, since \\d{4}-.*\\)`;
  expect(said[0]).toMatch(new RegExp(`^bridgework: stack "dev" is in use: ${own}\\n$`));
});

test("one that does nothing is not waited for for ever, one that gets on is", async () => {
  const letGo = await held();
  const file = put(".pulumi/stacks/shop/dev.json", "{}");
  const start = Date.now();
  const writing = setInterval(() => Date.now() - start < 700 && utimesSync(file, new Date(), new Date()), 50);
  const words =
    /in use by "up" \(pid \d+, since .*has not changed for .*See what it does \(ps -p \d+ -f\), end it where/;
  await expect(inTurn(run("up"), async () => undefined, PATIENCE)).rejects.toThrow(words);
  expect(Date.now() - start).toBeGreaterThan(900);
  expect(said.join()).not.toContain("pulumi cancel");
  clearInterval(writing);
  await letGo();
});

test("a Pulumi that was started without us is waited for, and one that died does not count", async () => {
  copyFileSync("/bin/sleep", join(state, "pulumi"));
  const { pid } = spawn(join(state, "pulumi"), ["1"]);
  const lock = { hostname: hostname(), timestamp: "2026-01-01T00:00:00Z" };
  const file = put(".pulumi/locks/organization/shop/dev/a.json", JSON.stringify({ ...lock, pid }));
  put(".pulumi/locks/organization/shop/dev/b.json", JSON.stringify({ ...lock, pid: 4194305 }));
  await inTurn(run("up"), async () => undefined, { ...PATIENCE, limit: 20_000 });
  expect(said.join("")).toContain(`waiting for a Pulumi (pid ${pid}, since 2026-01-01T00:00:00Z)`);
  expect(readdirSync(dirname(file))).toEqual([]);
});

test("Ctrl-C ends the wait with the code of its signal", async () => {
  const letGo = await held();
  const script = `import { inTurn } from ${JSON.stringify(join(repository, "commands/turn.mjs"))};
await inTurn(${JSON.stringify(run("destroy"))}, async () => {}).catch(({ message, exitCode }) => {
  console.log(message);
  process.exitCode = exitCode;
});`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  await new Promise((resolve) => child.stderr.once("data", resolve));
  child.kill("SIGINT");
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([code, output]).toEqual([130, "stopped by SIGINT, nothing was begun\n"]);
  await letGo();
});
