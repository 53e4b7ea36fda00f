import { expect, test } from "vitest";
import { look } from "../cli/command.ts";
import { describeStack } from "./lab.ts";
import { npmRun } from "./npm-run.ts";

const TOPOLOGY = {
  bridges: { br0: { address: "11.11.11.1/24" } },
  firewall: {
    filter: [
      { chain: "input", state: ["established", "related"], verdict: "accept" },
      { chain: "input", verdict: "drop" },
    ],
  },
};

describeStack("a stack on a host whose loopback is dead", {}, (lab) => {
  test("is told so before anything is begun, and is repaired by bridgework repair", async () => {
    await lab.stack.configure({ topology: TOPOLOGY });
    const built = await npmRun(lab.host, lab.stack, "up", "--skip-preview");
    expect(built.code, built.stderr).toBe(0);
    await lab.host.must(["iptables", "-I", "INPUT", "-i", "lo", "-j", "DROP"]);

    const COMMANDS = ["up", "preview", "destroy"];
    const refused = await Promise.all(COMMANDS.map((command) => npmRun(lab.host, lab.stack, command)));
    expect(refused.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      COMMANDS.map(() => ({
        code: 1,
        stderr: expect.stringMatching(
          /loopback does not work on this host \(no answer in 10 s\).*`npx bridgework repair`/,
        ),
      })),
    );

    const repaired = await look(lab.host, ["repair"], { timeout: 120_000 });
    expect(repaired.code, repaired.stderr).toBe(0);
    const { code, stderr } = await npmRun(lab.host, lab.stack, "destroy", "--yes", "--skip-preview");
    expect(code, stderr).toBe(0);
    for (const line of repaired.stdout.split("\n").filter((text) => text.startsWith("  iptables")))
      await lab.host.must(["sh", "-c", line]);
    await lab.host.must(["iptables", "-D", "INPUT", "-i", "lo", "-j", "DROP"]);
    expect(await lab.changes()).toEqual([]);
  });
});
