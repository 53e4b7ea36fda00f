import { afterAll, beforeAll, expect, test } from "vitest";
import { describeLive } from "../../live.ts";
import { Sandbox } from "../../sandbox.ts";

describeLive("TCP over loopback", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.open();
  });
  afterAll(() => sandbox.close());

  /** What the proof says, run as a process of that host. */
  async function said(patience: number): Promise<string> {
    const file = new URL("../../../providers/host/own-way.ts", import.meta.url).href;
    const program = `import(${JSON.stringify(file)}).then((m) => m.proveOwnWay(${patience})).then(() => console.log("works"), (e) => console.log(e.message))`;
    return (await sandbox.must([process.execPath, "--input-type=module", "-e", program])).trim();
  }

  test("is proved to work", async () => {
    expect(await said(30_000)).toBe("works");
  });

  test.each([
    [
      "a setting",
      ["sysctl", "-qw", "net.ipv4.tcp_rmem=1 1 1"],
      ["sysctl", "-qw", "net.ipv4.tcp_rmem=4096 131072 6291456"],
    ],
    ["a rule", ["iptables", "-A", "INPUT", "-j", "DROP"], ["iptables", "-F", "INPUT"]],
    ["an interface that is down", ["ip", "link", "set", "lo", "down"], ["ip", "link", "set", "lo", "up"]],
  ])("is found to be ended by %s", async (_, end, mend) => {
    await sandbox.must(end);
    expect(await said(1000)).toMatch(/^after this change TCP over loopback does not work on this host \(.+\): Pulumi/);
    await sandbox.must(mend);
    expect(await said(30_000)).toBe("works");
  });
});
