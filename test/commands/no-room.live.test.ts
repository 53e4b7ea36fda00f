import { afterAll, beforeAll, expect, test } from "vitest";
import { repository } from "../../toolchain/places.mjs";
import { describeLive } from "../live.ts";
import { Sandbox } from "../sandbox.ts";

const STATE = "/run/states";
const FILE = `${STATE}/Pulumi.dev.yaml`;
const TEXT = "# mine\n".repeat(100);
const LONGER = TEXT.repeat(200);

describeLive("a folder of the stacks that cannot be written", () => {
  let host: Sandbox;
  beforeAll(async () => {
    host = await Sandbox.open();
    await host.must(["mkdir", STATE]);
    await host.must(["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "states", STATE]);
    await host.must(["dd", `of=${FILE}`, "status=none"], { input: TEXT });
    await host.run(["dd", "if=/dev/zero", `of=${STATE}/filler`, "bs=1k"]);
  });
  afterAll(() => host?.close());

  const command = (...args: string[]) =>
    host.run([process.execPath, `${repository}/commands/main.mjs`, ...args], { env: { BRIDGEWORK_STATE_DIR: STATE } });

  test.each(["up", "destroy", "preview"])("%s names the file, what it was to hold, and the way on", async (name) => {
    const { code, stderr } = await command(name);
    expect(code).toBe(1);
    expect(stderr.split("bridgework: ").at(-1)).toBe(
      `${STATE}/passphrase (the passphrase of the stacks) cannot be written: ENOSPC: no space left on device. ` +
        `To go on, make room there (df -h ${STATE}), then run the command again\n`,
    );
    expect(await host.must(["ls", STATE])).toBe("Pulumi.dev.yaml\nfiller\n");
  });

  const writeWhole = (text: string) => {
    const script = `import { writeWhole } from "${repository}/commands/writing.mjs";
writeWhole(${JSON.stringify(FILE)}, process.argv[1].repeat(${text.length / TEXT.length}), "the settings of the stack");`;
    return host.run([process.execPath, "--input-type=module", "--eval", script, TEXT]);
  };

  test.each([
    ["beside which there is no room", []],
    ["that is mounted by itself", ["mount", "--bind", FILE, FILE]],
  ])("a file %s keeps what it held", async (_where, made) => {
    if (made.length > 0) await host.must(made);
    const { code, stderr } = await writeWhole(LONGER);
    expect(stderr).toMatch(/Pulumi.dev.yaml \(the settings of the stack\) cannot be written: ENOSPC.*df -h/);
    expect(code).toBe(1);
    expect(await host.must(["cat", FILE])).toBe(TEXT);
    expect(await host.must(["ls", STATE])).toBe("Pulumi.dev.yaml\nfiller\n");
  });

  test("with a state that Pulumi could not write, nothing is begun", async () => {
    await host.must(["truncate", "-s", "-16k", `${STATE}/filler`]);
    await host.must(["dd", `of=${STATE}/passphrase`, "status=none"], { input: "mine\n" });
    const { code, stderr } = await command("destroy");
    expect(stderr).toMatch(/states has \d+ KiB free, and Pulumi needs 1024 there.*Nothing was begun: make room there/);
    expect(code).toBe(1);
  });

  test("that is read only says so", async () => {
    await host.must(["mount", "-o", "remount,ro", STATE]);
    const { stderr } = await command("preview");
    expect(stderr).toMatch(
      /states \(the folder of the stacks\) cannot be written: EROFS.*remount,rw.*BRIDGEWORK_STATE_DIR/,
    );
  });
});
