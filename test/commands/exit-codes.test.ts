import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Finished, run } from "../../system/process.ts";
import { which } from "../../toolchain/find.mjs";

const folder = mkdtempSync(join(tmpdir(), "bridgework-exit-"));
afterAll(() => rmSync(folder, { recursive: true }));

const env = { BRIDGEWORK_STATE_DIR: join(folder, "state"), PULUMI_HOME: join(folder, "home") };
const npmRun = (args: string[], more: Record<string, string> = {}) =>
  run([process.execPath, "commands/main.mjs", ...args], { env: { ...env, ...more } });

/** What a program ends with, as an npm script ends with it that runs one. */
const ending = (...argv: string[]) => {
  const script = `import { handOver } from ${JSON.stringify(resolve("toolchain/run.mjs"))};
process.exitCode = await handOver(${JSON.stringify(argv)});`;
  return run([process.execPath, "--input-type=module", "--eval", script]);
};
const closed = join(folder, "closed");
writeFileSync(closed, "", { mode: 0o600 });

/** How to come by each code that the page lists, and what is said with it. */
const WAYS: Record<string, { real?: true; end(): Promise<Finished>; words: RegExp }> = {
  "0": { end: () => npmRun(["sandbox", "--help"]), words: /^usage: / },
  "1": { real: true, end: () => npmRun(["pulumi", "preview", "-C", "/nonexistent"]), words: /there is no folder/ },
  "2": { end: () => npmRun(["no-such-command"]), words: /there is no command "no-such-command"/ },
  "3": {
    real: true,
    end: () => npmRun(["pulumi", "stack", "ls", "--non-interactive"], { PULUMI_BACKEND_URL: "https://api.example" }),
    words: /PULUMI_ACCESS_TOKEN must be set/,
  },
  "6": { real: true, end: () => npmRun(["pulumi", "stack", "select", "nope"]), words: /no stack named 'nope' found/ },
  "7": { end: () => ending("sh", "-c", "exit 7"), words: /^$/ },
  "8": { end: () => ending("sh", "-c", "exit 8"), words: /^$/ },
  "126": { end: () => ending(closed), words: /closed is there and not executable/ },
  "127": { end: () => ending(join(folder, "none")), words: /there is no program .*none/ },
  "128 + N": { end: () => ending("sh", "-c", "kill -TERM $$"), words: /^$/ },
  "255": { end: () => ending("sh", "-c", "exit 255"), words: /^$/ },
};

const section = readFileSync("docs/toolchain.md", "utf8").split("\n## Exit codes\n")[1]?.split("\n## ")[0] ?? "";
const LISTED = [...section.matchAll(/^\| (\d+(?: \+ N)?) \|/gm)].map(([, code = ""]) => code);

test("every exit code that the page lists is tried here, and no other", () => {
  expect(LISTED).toEqual(Object.keys(WAYS).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)));
});

for (const [code, { real, end, words }] of Object.entries(WAYS)) {
  test.skipIf(real && !which("pulumi"))(`exit code ${code}`, async () => {
    const done = await end();
    expect(done.stdout + done.stderr).toMatch(words);
    expect(done.code).toBe(code === "128 + N" ? 128 + 15 : Number(code));
  });
}

test.skipIf(!which("pulumi"))("who looks at a stack that is not there is told how to make it", async () => {
  const file = resolve("examples/red-blue/stage0.yaml");
  const done = await npmRun(["preview", "--stack", "nope", "--config-file", file]);
  expect(done.code).toBe(6);
  expect(done.stdout + done.stderr).toContain("npm run pulumi -- stack init --no-select nope");
});

test.skipIf(!which("pulumi"))("who removes one that is not there is told how to see those that are", async () => {
  const done = await npmRun(["destroy", "--yes", "--stack", "nope"]);
  expect(done.code).toBe(6);
  expect(done.stdout + done.stderr).toContain("npm run pulumi -- stack ls");
});

test.skipIf(!which("pulumi")).each(["up", "preview"])(
  "%s in a folder without a project says that it has none",
  async (command) => {
    const done = await npmRun([command, "-C", folder]);
    expect(done.code).toBe(1);
    expect(done.stdout + done.stderr).toContain(`there is no Pulumi.yaml in ${folder} or above it`);
  },
);

const mistaken = [
  ["commands/main.mjs", "up", "--nonsense"],
  ["commands/main.mjs", "destroy", "--nonsense"],
  ["commands/main.mjs", "sandbox", "--nonsense"],
  ["commands/main.mjs", "images", "--nonsense"],
  ["bin/bridgework.mjs", "validate", "--nonsense"],
];
test.skipIf(!which("pulumi")).each(mistaken)(
  "an option that is none is a wrong command line: %s %s",
  async (...argv) => {
    const done = await run([process.execPath, ...argv], { env });
    expect(done.stdout + done.stderr).toContain("--nonsense");
    expect(done.code).toBe(2);
  },
);
