import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sandboxArgv } from "../../commands/sandbox.mjs";
import { run } from "../../system/process.ts";
import { RAW_LAB } from "../../toolchain/decide.mjs";
import { blocks } from "../docs/blocks.ts";
import { describeLive } from "../live.ts";
import { REPOSITORY } from "./stack.ts";

/** Commands one after the other, as `npm run sandbox` runs them; there is no network to fetch from. */
const SCRIPT = `mount --bind "$1" Pulumi.dev.yaml
mount --bind "$2" examples/red-blue/whole.yaml
shift 2
for command; do
  echo "== $command"
  sh -c "$command" 2>&1
  echo "== exit $?"
done
`;

const DOCUMENTED =
  blocks("sh")
    .find(({ page }) => page === "docs/toolchain.md")
    ?.text.trim()
    .split("\n") ?? [];
const MISTAKEN = {
  option: "npm run up -- --nonsense",
  folder: "npm run up -- -C /nonexistent",
  file: 'npm run up -- --config-file "$HERE/none.yaml"',
  passphrase: "echo encryptionsalt: v1:abc=:v1:def:ghi >> Pulumi.dev.yaml; npm run preview",
};

describeLive("the commands of the documentation, without root", () => {
  let folder: string;
  let settings: string;
  let outcomes: Map<string, { said: string; code: number }>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bridgework-commands-"));
    settings = await readFile(join(REPOSITORY, "examples/red-blue/whole.yaml"), "utf8");
    // Pulumi writes to these files while it runs; the repository's own ones are left in peace.
    const files = ["Pulumi.dev.yaml", "whole.yaml"].map((name) => join(folder, name));
    for (const file of files) await writeFile(file, settings);
    const { option, folder: nowhere, file, passphrase } = MISTAKEN;
    const commands = [option, nowhere, RAW_LAB, ...DOCUMENTED, "ip -br link", file, passphrase];
    const script = ["sh", "-c", SCRIPT, "sh", ...files, ...commands];
    const { stdout } = await run(sandboxArgv(script, { privileged: false }), {
      cwd: REPOSITORY,
      env: { HERE: folder, npm_config_loglevel: "silent" },
      timeout: 590_000,
    });
    const parts = [...stdout.matchAll(/^== (.*)\n([\s\S]*?)^== exit (\d+)$/gm)];
    outcomes = new Map(parts.map(([, command = "", said = "", code]) => [command, { said, code: Number(code) }]));
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true }));

  test("the README has what somebody without root can do", async () => {
    expect(await readFile(join(REPOSITORY, "README.md"), "utf8")).toContain(`npm run sandbox -- ${RAW_LAB}\n`);
  });

  test("every command of the page succeeds", () => {
    const codes = [RAW_LAB, ...DOCUMENTED].map((command) => [command, outcomes.get(command)?.code]);
    expect(DOCUMENTED.length).toBeGreaterThan(0);
    expect(codes.filter(([, code]) => code !== 0)).toEqual([]);
  });

  test.each([
    [RAW_LAB, /Resources:\s+\+ \d+ created/],
    ["npm run up -- --skip-preview", /Resources:\s+\d+ unchanged/],
    ["npm run preview -- --diff", /Resources:\s+\d+ unchanged\s*$/],
    ["npm run pulumi -- stack ls", /^NAME .*\ndev\* /m],
    ["npm run destroy", /Resources:\s+- \d+ deleted/],
    ["npm run preview -- -C examples/red-blue --config-file whole.yaml", /Resources:\s+\d+ unchanged\s*$/],
  ])("%s works without a network", (command, said) => {
    expect(outcomes.get(command)?.said).toMatch(said);
  });

  test("nothing of the labs is left", () => {
    expect(outcomes.get("ip -br link")?.said).toMatch(/^lo +UNKNOWN.*\n$/);
  });

  test.each([
    [MISTAKEN.option, /^error: unknown flag: --nonsense\n$/],
    [MISTAKEN.folder, /^bridgework: there is no folder \/nonexistent \(--cwd\)\n$/],
    [MISTAKEN.file, /^bridgework: there is no file .*none.yaml \(--config-file\)\n$/],
    [
      MISTAKEN.passphrase,
      /^bridgework: .* has the encryptionsalt of another passphrase than .*: set PULUMI_CONFIG_PASSPHRASE.*\n$/,
    ],
  ])("a mistake ends it at once, with one line: %s", (command, said) => {
    const outcome = outcomes.get(command);
    expect(outcome?.code).toBe(command === MISTAKEN.option ? 2 : 1);
    expect(outcome?.said).toMatch(said);
  });

  test("the stack's file is as its author wrote it, the salt of a passphrase of theirs too; no file is made", async () => {
    const salted = `${settings}encryptionsalt: v1:abc=:v1:def:ghi\n`;
    expect(await readFile(join(folder, "Pulumi.dev.yaml"), "utf8")).toBe(salted);
    expect(await readFile(join(folder, "whole.yaml"), "utf8")).toBe(settings);
    expect((await readdir(folder)).sort()).toEqual(["Pulumi.dev.yaml", "whole.yaml"]);
  });
});
