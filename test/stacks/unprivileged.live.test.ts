import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { describeStack } from "./lab.ts";
import { failure, REPOSITORY } from "./stack.ts";

/** Another user namespace: whoever this process is, there it is nobody, and over the sandbox it has no power. */
const NOBODY = ["unshare", "--user"];
const WORDS = 'host "local": changing or reading network namespaces needs root (CAP_NET_ADMIN and CAP_SYS_ADMIN).';

describeStack("somebody who is not root", { as: NOBODY }, (lab) => {
  beforeAll(() => lab.stack.settings("examples/red-blue/stage4.yaml"));

  test("without root a first preview already says what is missing, and what to do", async () => {
    const said = await failure(lab.stack.preview());
    expect(said).toContain(WORDS);
    expect(said).toContain("npm run sandbox");
    expect(said).not.toMatch(/^\s+at /m);
  });

  test("so does up, and nothing is changed", async () => {
    const said = await failure(lab.stack.up());
    expect(said).toContain(WORDS);
    expect(said).not.toMatch(/^\s+at /m);
    expect(await lab.changes()).toEqual([]);
  });

  test("npm run up stops before it installs or starts anything", async () => {
    const argv = [...NOBODY, process.execPath, join(REPOSITORY, "commands/main.mjs"), "up"];
    const { code, stdout, stderr } = await lab.host.run(argv);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("npm run sandbox");
  });
});
