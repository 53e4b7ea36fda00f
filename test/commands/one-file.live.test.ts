import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sandboxArgv } from "../../commands/sandbox.mjs";
import { type Finished, run } from "../../system/process.ts";
import { repository } from "../../toolchain/places.mjs";
import { describeLive } from "../live.ts";

/** In flow style, and read only: what Pulumi writes has no place in it. */
const FILE = `{ config: { "bridgework:topology": { namespaces: { RED: {} } } } } # the lab\n`;

const SCRIPT = `umask 000
mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"
shift
for command; do sh -c "$command" 2>&1 || exit; done
`;
const FILE_OPTION = '--config-file "$HERE/lab.yaml"';
const COMMANDS = [
  `npm run up -- ${FILE_OPTION}`,
  `npm run preview -- --expect-no-changes ${FILE_OPTION}`,
  `npm run pulumi -- config get bridgework:topology ${FILE_OPTION}`,
  "find $BRIDGEWORK_STATE_DIR -perm /077 | sed 's/^/open: /'",
  "ls $BRIDGEWORK_STATE_DIR/runs | sed 's/^/left: /'",
];

describeLive("two sandboxes at once with one stack file", () => {
  let folder: string;
  let file: string;
  let outcomes: Finished[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bridgework-one-file-"));
    file = join(folder, "lab.yaml");
    await writeFile(file, FILE);
    const env = { HERE: folder, npm_config_loglevel: "silent" };
    const sandbox = () => sandboxArgv(["sh", "-c", SCRIPT, "sh", file, ...COMMANDS], { privileged: false });
    const both = [1, 2].map(() => run(sandbox(), { cwd: repository, env, timeout: 590_000 }));
    outcomes = await Promise.all(both);
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true }));

  test("both build, look and read", () => {
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    for (const { stdout } of outcomes)
      expect(stdout).toMatch(/\+ 4 created.*4 unchanged.*\{"namespaces":\{"RED":\{\}\}\}/s);
  });

  test("the file is as its author wrote it", async () => {
    expect(await readFile(file, "utf8")).toBe(FILE);
  });

  test("nobody else can read what is kept, whatever the umask, and nothing for the time of a run is left", () => {
    for (const { stdout } of outcomes) expect(stdout).not.toMatch(/^(open|left): /m);
  });
});
