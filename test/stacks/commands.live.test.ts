import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { sandboxArgv } from "../../toolchain/sandbox.mjs";
import { describeLive } from "../live.ts";
import { REPOSITORY } from "./stack.ts";

/** The README's commands one after the other, as `npm run sandbox` runs them; there is no network to fetch from. */
const SCRIPT = `mount --bind "$1" Pulumi.dev.yaml
for command in up preview "pulumi -- stack ls" destroy; do
  echo "== $command"
  npm run --silent $command
  echo "== exit $?"
done
ip -br link
`;

describeLive("the commands of the README", () => {
  let folder: string;
  let settings: string;
  let parts: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bridgework-commands-"));
    settings = await readFile(join(REPOSITORY, "examples/red-blue/whole.yaml"), "utf8");
    // Pulumi writes to this file while it runs; the repository's own one is left in peace.
    await writeFile(join(folder, "Pulumi.dev.yaml"), settings);
    const argv = sandboxArgv(["sh", "-c", SCRIPT, "sh", join(folder, "Pulumi.dev.yaml")]);
    const { stdout } = await run(argv, { cwd: REPOSITORY, timeout: 120_000 });
    parts = new Map(stdout.split(/^== /m).map((part) => [part.split("\n")[0] ?? "", part]));
  }, 130_000);
  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ["up", /Resources:\s+\+ \d+ created/],
    ["preview", /Resources:\s+\d+ unchanged\s*$/],
    ["pulumi -- stack ls", /^NAME .*\ndev\* /m],
    ["destroy", /Resources:\s+- \d+ deleted/],
  ])("npm run %s works without a network", (command, said) => {
    expect(parts.get(command)).toMatch(said);
  });

  test("every command succeeds, and nothing is left", () => {
    expect([...parts.keys()].filter((key) => key.startsWith("exit"))).toEqual(["exit 0"]);
    expect(parts.get("exit 0")).toMatch(/lo +UNKNOWN.*\n$/);
  });

  test("the stack's file is as its author wrote it", async () => {
    expect(await readFile(join(folder, "Pulumi.dev.yaml"), "utf8")).toBe(settings);
  });
});
