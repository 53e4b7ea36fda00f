import { afterEach, beforeEach, expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { FAMILIES, FirewallLab, names } from "./lab.ts";

describeLive("a firewall that goes", () => {
  let lab: FirewallLab;
  beforeEach(async () => {
    lab = await FirewallLab.open();
  });
  afterEach(() => lab.close());

  /** Something in every chain of both families. */
  const FULL = {
    masquerade: [
      { source: "11.11.11.0/24", notOut: "br0", comment: 'the lab\'s "way" out \\ $(x)' },
      { source: "fd00:11::/64" },
    ],
    forward: [{ in: "br0" }],
    publish: [
      { port: 8080, to: "11.11.11.2:80" },
      { port: 8080, to: "[fd00:11::2]:80", protocol: "udp" },
    ],
    filter: [
      { chain: "input", protocol: "icmp", icmpType: "echo-request", verdict: "accept" },
      { chain: "output", protocol: "sctp", ports: 5000, verdict: "reject" },
    ],
  };

  /** Rules of other people: a policy, chains of their own, and of Docker. */
  const STRANGERS = [
    "iptables -P FORWARD DROP",
    "iptables -N STRANGER",
    "iptables -A STRANGER -s 10.9.9.9 -j ACCEPT",
    "iptables -A FORWARD -j STRANGER",
    "iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
    "ip6tables -A INPUT -s fd99::/64 -j DROP",
  ];

  async function strangers(): Promise<void> {
    for (const command of STRANGERS) await lab.hand(command);
  }

  test("applied twice, the second time does nothing and leaves every rule and counter alone", async () => {
    const pinged = async () =>
      /^\[(\d+):\d+\] -A BW-\S+-IN -p icmp/m.exec(await lab.sandbox.must(["iptables-save", "-c"]))?.[1];
    expect(await lab.apply(FULL)).not.toEqual([]);
    await lab.pings("RED", "11.11.11.1");
    const before = await lab.save();
    expect(await pinged()).toBe("1");
    expect(await lab.plan(FULL)).toEqual([]);
    expect(await lab.apply(FULL)).toEqual([]);
    expect(await lab.save()).toBe(before);
    expect(await pinged()).toBe("1");
  });

  test("a host that had no tables has none when all is removed", async () => {
    expect(await lab.save()).toBe("");
    await lab.apply(FULL);
    await lab.apply({});
    expect(await lab.save()).toBe("");
    expect(await lab.transport.list()).toEqual([]);
  });

  test("rules of others are as they were while ours are there, and byte for byte when they are gone", async () => {
    await strangers();
    const before = await lab.save();
    await lab.apply(FULL);
    const ours = /BW-/;
    expect(
      (await lab.save()).split("\n").filter((line) => !ours.test(line) && !before.split("\n").includes(line)),
    ).toEqual([]);
    await lab.apply({});
    // ip6tables had no nat table, and has none again.
    expect(await lab.save()).toBe(before);
  });

  test("a table that was there and empty before us stays", async () => {
    await lab.hand("iptables -N X");
    await lab.hand("iptables -X X");
    const before = await lab.save();
    expect(before).toContain("*filter");
    await lab.apply(FULL);
    await lab.apply({});
    expect(await lab.save()).toBe(before);
  });

  test("rules that others add to a table of ours outlive us, and so does the table", async () => {
    await lab.apply(FULL);
    await strangers();
    await lab.apply({});
    const left = await lab.save();
    for (const words of ["-A FORWARD -j STRANGER", ":FORWARD DROP", "-s 172.17.0.0/16", "-s fd99::/64"])
      expect(left).toContain(words);
    expect(left).not.toContain("BW-");
  });

  test.each([
    ["the first", ["bridgework:test/dev/a", "bridgework:test/dev/b"]],
    ["the second", ["bridgework:test/dev/b", "bridgework:test/dev/a"]],
  ])("of two documents %s may go before the other, and the last one leaves nothing", async (_, order) => {
    const one = { forward: [{ source: "10.1.0.0/16" }] };
    const two = { forward: [{ source: "10.2.0.0/16" }] };
    await lab.apply(one, { owner: "bridgework:test/dev/a" });
    await lab.apply(two, { owner: "bridgework:test/dev/b" });
    expect(await lab.plan(one, "bridgework:test/dev/a")).toEqual([]);
    expect(await lab.plan(two, "bridgework:test/dev/b")).toEqual([]);
    await lab.apply({}, { owner: order[0] ?? "" });
    expect(await lab.save()).toContain(order[0]?.endsWith("a") ? "10.2.0.0/16" : "10.1.0.0/16");
    await lab.apply({}, { owner: order[1] ?? "" });
    expect(await lab.save()).toBe("");
  });

  test.each(FAMILIES)(
    "a change of the declaration rewrites what changed and keeps the counters of the rest: $name",
    async ({ family, iptables, network, outside, uplink, out, next, elsewhere }) => {
      const kept = { source: network, destination: outside };
      await lab.apply({ forward: [kept, { source: elsewhere }] });
      await lab.sandbox.ip(`route add ${network} via ${uplink}\n`, "OUT");
      expect(await lab.pings("RED", out)).toBe(true);
      const changed = { forward: [kept, { source: next }, { source: uplink }] };
      expect(names(await lab.plan(changed))).toEqual([`change chain ${family} filter forward`]);
      await lab.apply(changed);
      const saved = await lab.sandbox.must([`${iptables}-save`, "-c"]);
      const rules = saved.split("\n").filter((line) => line.includes("-A BW-"));
      expect(rules.map((line) => /^\[(\d+):.* -s ([^\s/]+)/.exec(line)?.slice(1))).toEqual([
        ["1", network.split("/")[0]],
        ["0", next.split("/")[0]],
        ["0", uplink],
      ]);
    },
  );

  test("a restore that the kernel refuses changes nothing, names the operation and its words", async () => {
    await strangers();
    const before = await lab.save();
    const broken = { forward: [{ source: "11.11.11.0/24" }, { in: "an-interface-name-too-long" }] };
    await expect(lab.apply(broken)).rejects.toThrow(/chain ipv4 filter forward[\s\S]*interface name/);
    expect(await lab.save()).toBe(before);
  });

  test("the legacy backend takes the same rules, keeps its tables, and is left without a rule of ours", async () => {
    await lab.legacy();
    await lab.apply(FULL);
    expect(await lab.plan(FULL)).toEqual([]);
    expect(await lab.pings("RED", "8.8.8.8")).toBe(true);
    await lab.apply({});
    const left = await lab.save();
    expect(left).not.toMatch(/BW-|^-A/m);
    expect(await lab.plan({})).toEqual([]);
  });

  test("rules in the other backend are not ours to see, and that is said", async () => {
    const FORWARD = { forward: [{ source: "11.11.11.0/24" }] };
    expect(await lab.notes(FORWARD)).toEqual([]);
    await lab.hand("iptables-legacy -A FORWARD -j DROP");
    expect(await lab.notes(FORWARD)).toEqual([expect.stringContaining("host: iptables-legacy tables present")]);
    await lab.apply(FORWARD);
    expect(await lab.plan(FORWARD)).toEqual([]);
  });
});
