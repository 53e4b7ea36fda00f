import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { sandboxArgv } from "../../commands/sandbox.mjs";
import { run } from "../../system/process.ts";
import { repository } from "../../toolchain/places.mjs";
import { blocks } from "../docs/blocks.ts";
import { liveUnless } from "../live.ts";
import { olderNode } from "../older-node.ts";
import { cannotRunDocker } from "../providers/docker/host.ts";

const SCRIPT = `for command; do
  echo "== $command"
  sh -c "$command" 2>&1
  printf '\\n== exit %s\\n' $?
done
`;

const README = blocks("sh").filter(({ page }) => page === "README.md");
/** Its commands, without what it says of them. */
const COMMANDS = README.flatMap(({ text }) => text.trim().split("\n")).map((line) => line.replace(/ +#.*$/, ""));
const [PREVIEW, DESTROY] = ["npm run preview", "npm run destroy"];
/** Before the end: nothing to do, as a terminal sees it, without npm's own spinner there. */
const NOOP = "script -qec 'npm run --no-progress up -- --parallel 4' /dev/null";

const reason = cannotRunDocker() ?? (olderNode ? undefined : "needs a Node of the system older than 22.18");

liveUnless(reason)("the README's commands, in their order, on the Node that the system has", () => {
  let outcomes: { command: string; said: string; code: number }[];
  const outcome = (command: string) => outcomes.findLast((one) => one.command === command);

  beforeAll(async () => {
    const commands = COMMANDS.flatMap((command) => (command === DESTROY ? [NOOP, command] : [command]));
    const argv = sandboxArgv(["sh", "-c", SCRIPT, "sh", ...commands, "ip -br link"]);
    // As a user has it: no newer Node and no Pulumi that our tests were started with.
    const PATH = [dirname(olderNode ?? ""), "/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(":");
    const { stdout, stderr, ended } = await run(argv, { cwd: repository, env: { PATH }, timeout: 1_150_000 });
    const parts = [...stdout.matchAll(/^== (.*)\r?\n([\s\S]*?)^== exit (\d+)$/gm)];
    outcomes = parts.map(([, command = "", said = "", code]) => ({ command, said, code: Number(code) }));
    const last = outcomes.at(-1)?.command;
    expect(outcomes.length, `ended after ${last}, ${ended ?? "in time"}: ${stderr}`).toBe(commands.length + 1);
  }, 1_200_000);

  test("all of them work", () => {
    expect(COMMANDS).toContain("npx bridgework inspect bridges");
    expect(outcomes.filter(({ code }) => code !== 0)).toEqual([]);
  });

  test("the page's first screen is what the stack has", async () => {
    expect(outcome("npx bridgework inspect bridges")?.said).toMatch(/br0[\s\S]*reth1[\s\S]*RED/);
    const page = await readFile("README.md", "utf8");
    const stack = await readFile("Pulumi.dev.yaml", "utf8");
    for (const address of page.match(/\b\d+\.\d+\.\d+\.\d+(?:\/\d+)?/g) ?? [])
      if (!address.startsWith("8.8.")) expect(stack).toContain(address.split("/")[0]);
  });

  describe("what they say", () => {
    test("a preview of drift takes fewer than 25 lines: the cause first, each fact once", () => {
      const lines = linesOf(outcome(PREVIEW)?.said ?? "");
      expect(lines.length).toBeLessThan(25);
      expect(lines.slice(0, 2).sort()).toEqual([
        "drift: container web-bridge-1 is not connected to br_xx",
        "drift: route default in RED is missing",
      ]);
      expect(new Set(lines).size).toBe(lines.length);
      expect(lines.at(-1)).toMatch(/^Resources: ~ 3 to update, 10 unchanged/);
    });

    test("nothing to do takes fewer than 15 lines", () => {
      const lines = linesOf(outcome(NOOP)?.said ?? "");
      expect(lines.length).toBeLessThan(15);
      expect(lines.at(-1)).toMatch(/^Resources: 13 unchanged. \d+ s$/);
    });

    test("a repair tells what it did, and no container was replaced", () => {
      const repairs = outcomes.filter(({ command }) => command === "npm run up");
      expect(repairs.at(-1)?.said).toMatch(/~ Container web-bridge-1 updated: networksAdvanced\n/);
      expect(repairs.at(-1)?.said).toMatch(/Resources: ~ 3 updated, 10 unchanged/);
    });
  });

  test("the host is as before", () => {
    expect(outcome("ip -br link")?.said).toMatch(/^lo +UNKNOWN.*\n(docker0 .*\n)?\s*$/);
  });
});

/** What is left on a terminal, without what npm says first unless it is silent: a line that is rewritten is what it was last. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.split("\r\x1b[K").at(-1) ?? "");
  const plain = lines.map((line) => line.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, ""));
  // What a busy machine is still at after 15 s is said on standard error, beside the report.
  return plain.filter((line) => !/^(> .*|\s*|bridgework: .* \.\.\.)$/.test(line));
}
