import { expect, test } from "vitest";
import { describeLive } from "../live.ts";
import { type Scopes, World } from "../providers/host/world.ts";
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

const repair = (world: World) => look(world.sandbox, ["repair"], { timeout: 120_000 });

/** On a host of its own, beside the others: they mostly wait, for an answer that does not come. */
function tried(what: string, trial: (world: World) => Promise<void>): void {
  test.concurrent(what, async () => {
    const world = new World();
    await world.open();
    try {
      await trial(world);
    } finally {
      await world.close();
    }
  });
}

describeLive("bridgework repair", () => {
  tried("changes nothing where loopback works", async (world) => {
    await world.apply(FILTERED);
    const before = await world.settled();
    expect(await repair(world)).toMatchObject({ code: 0, stdout: "" });
    expect(await world.changes(before)).toEqual([]);
  });

  tried(
    "takes a filter of a stack away that stops loopback, and nothing else; an update makes it again",
    async (world) => {
      await world.apply(FILTERED);
      await letNothingPass(world);
      const { code, stdout, stderr } = await repair(world);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^delete jump .*filter input in host \(bridgework:test\/dev\/lab\)$/m);
      expect(stdout).not.toMatch(/link|bridgework repair/);
      expect(await repair(world)).toMatchObject({ code: 0, stdout: "" });
      expect(await world.apply(FILTERED)).toContainEqual(expect.stringMatching(/^create jump .*filter input in host/));
      expect(await repair(world)).toMatchObject({ code: 0, stdout: "" });
      await world.apply({ host: {} });
      expect(await world.changes()).toEqual([]);
    },
  );

  tried("gives a setting back that ends it", async (world) => {
    await world.apply({ host: { sysctls: { "net.ipv4.tcp_rmem": "1 1 1" } } });
    const { code, stdout, stderr } = await repair(world);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^release sysctl net.ipv4.tcp_rmem in host/m);
    await world.apply({ host: {} });
    expect(await world.changes()).toEqual([]);
  });

  for (const [what, make, unmake] of [
    ["a rule", "iptables -A INPUT -j DROP", "iptables -D INPUT -j DROP"],
    ["a policy", "iptables -P OUTPUT DROP", "iptables -P OUTPUT ACCEPT"],
  ] as const)
    tried(`lets loopback pass before ${what} that somebody made by hand, and says how to end that`, async (world) => {
      // So that there is a table.
      await world.byHand("iptables -P INPUT ACCEPT");
      const before = await world.settled();
      await world.byHand(make);
      const { code, stdout, stderr } = await repair(world);
      expect(code, stderr).toBe(0);
      expect(await repair(world)).toMatchObject({ code: 0, stdout: "" });
      await world.byHand(unmake);
      for (const line of stdout.split("\n").filter((text) => text.startsWith("  iptables")))
        await world.sandbox.must(["sh", "-c", line]);
      expect(await world.changes(before)).toEqual([]);
    });

  tried("brings lo up", async (world) => {
    await world.byHand("ip link set lo down");
    expect(await repair(world)).toMatchObject({ code: 0, stdout: "lo was down, and is up\n" });
    expect(await world.changes()).toEqual([]);
  });

  for (const [what, ...steps] of [
    ["beside no filter", "iptables -t raw -A PREROUTING -i lo -j DROP"],
    ["beside a filter", "iptables -t raw -A PREROUTING -i lo -j DROP", "iptables -A INPUT -i lo -j ACCEPT"],
  ] as const)
    tried(
      `fails where something else ends it, with what to look at, and leaves the host as it is: ${what}`,
      async (world) => {
        await world.byHand(...steps);
        const before = await world.settled();
        const { code, stderr } = await repair(world);
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
