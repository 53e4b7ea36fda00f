import { expect, test } from "vitest";
import { describeWorlds } from "../providers/host/describe-world.ts";
import type { Scopes, World } from "../providers/host/world.ts";
import { look } from "./command.ts";

const FILTERED: Scopes = {
  host: {
    links: { br0: { type: "bridge" } },
    firewall: {
      filter: [
        { chain: "input", state: ["established", "related"], verdict: "accept" },
        { chain: "input", protocol: "tcp", ports: 22, verdict: "accept" },
        { chain: "input", verdict: "drop" },
      ],
    },
  },
};

describeWorlds("bridgework repair", (world) => {
  const repair = () => look(world.sandbox, ["repair"], { timeout: 120_000 });

  test("changes nothing where loopback works", async () => {
    await world.apply(FILTERED);
    const before = await world.settled();
    expect(await repair()).toMatchObject({ code: 0, stdout: "" });
    expect(await world.changes(before)).toEqual([]);
  });

  test("takes a filter of a stack away that stops loopback, and nothing else; an update makes it again", async () => {
    await world.apply(FILTERED);
    await letNothingPass(world);
    const { code, stdout, stderr } = await repair();
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^delete jump .*filter input in host \(bridgework:test\/dev\/lab\)$/m);
    expect(stdout).not.toMatch(/link|bridgework repair/);
    expect(await repair()).toMatchObject({ code: 0, stdout: "" });
    expect(await world.apply(FILTERED)).toContainEqual(expect.stringMatching(/^create jump .*filter input in host/));
    expect(await repair()).toMatchObject({ code: 0, stdout: "" });
    await world.apply({ host: {} });
    expect(await world.changes()).toEqual([]);
  });

  test("gives a setting back that ends it", async () => {
    await world.apply({ host: { sysctls: { "net.ipv4.tcp_rmem": "1 1 1" } } });
    const { code, stdout, stderr } = await repair();
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^release sysctl net.ipv4.tcp_rmem in host/m);
    await world.apply({ host: {} });
    expect(await world.changes()).toEqual([]);
  });

  test.each([
    ["a rule", "iptables -A INPUT -j DROP", "iptables -D INPUT -j DROP"],
    ["a policy", "iptables -P OUTPUT DROP", "iptables -P OUTPUT ACCEPT"],
  ])("lets loopback pass before %s that somebody made by hand, and says how to end that", async (_, make, unmake) => {
    // So that there is a table.
    await world.byHand("iptables -P INPUT ACCEPT");
    const before = await world.settled();
    await world.byHand(make);
    const { code, stdout, stderr } = await repair();
    expect(code, stderr).toBe(0);
    expect(await repair()).toMatchObject({ code: 0, stdout: "" });
    await world.byHand(unmake);
    for (const line of stdout.split("\n").filter((text) => text.startsWith("  iptables")))
      await world.sandbox.must(["sh", "-c", line]);
    expect(await world.changes(before)).toEqual([]);
  });

  test("brings lo up", async () => {
    await world.byHand("ip link set lo down");
    expect(await repair()).toMatchObject({ code: 0, stdout: "lo was down, and is up\n" });
    expect(await world.changes()).toEqual([]);
  });

  test.each([
    ["beside no filter", "iptables -t raw -A PREROUTING -i lo -j DROP"],
    ["beside a filter", "iptables -t raw -A PREROUTING -i lo -j DROP", "iptables -A INPUT -i lo -j ACCEPT"],
  ])(
    "fails where something else ends it, with what to look at, and leaves the host as it is: %s",
    async (_, ...steps) => {
      await world.byHand(...steps);
      const before = await world.settled();
      const { code, stderr } = await repair();
      expect(code).toBe(1);
      expect(stderr).toMatch(/still does not work: no answer in 5 s\. .*iptables -t raw -S/);
      expect(await world.changes(before)).toEqual([]);
    },
  );
});

/** As the filter was before loopback was let pass on its own. */
async function letNothingPass({ sandbox }: World): Promise<void> {
  const saved = await sandbox.must(["iptables-save", "-t", "filter"]);
  const lines = saved.split("\n").filter((line) => line.startsWith("-A") && /-i lo\b.*-j ACCEPT/.test(line));
  expect(lines).toHaveLength(1);
  await sandbox.must(["iptables-restore", "--noflush"], {
    input: `*filter\n${lines[0]?.replace("-A", "-D")}\nCOMMIT\n`,
  });
}
