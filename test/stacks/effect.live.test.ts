import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";

describeStack("what is declared has its effect, or is no change", {}, (lab) => {
  const far = { namespace: "N2", name: "m0", addresses: ["10.77.130.200/24", "10.77.131.200/24", "fd77::200/64"] };
  const topology = (addresses: unknown[], more: object = {}) => ({
    namespaces: { N1: { links: { n0: { peer: far, addresses } }, ...more }, N2: {} },
    expect: [{ from: "N1", ping: "10.77.130.200" }],
  });
  const sourceTo = async (address: string) => {
    const told = await lab.host.must(["ip", "-n", "N1", "route", "get", address]);
    return / src (\S+)/.exec(told)?.[1];
  };

  const rules = [
    { priority: 10, from: "10.77.131.0/24", table: 100 },
    { priority: 20, from: "fd77::/64", table: 100 },
  ];
  const routes = [
    { to: "10.9.0.0/16", via: "10.77.130.200" },
    { to: "10.8.0.0/16", via: "10.77.131.200", table: 100 },
  ];
  const neighbours = ["10.77.130.77", "10.77.131.77"].map((address) => ({
    address,
    dev: "n0",
    mac: "02:00:00:00:00:77",
  }));
  const addresses = ["10.77.131.1/24", "10.77.130.2/24", "10.77.130.1/24", "fd77::2/64", "fd77::1/64"];
  /** What takes part in no order: routes, rules and neighbours. */
  const BESIDE = { rules, routes, neighbours };

  test("the first address of a subnet is the source of packets to it; of IPv6 the last is", async () => {
    const first = ["10.77.130.1/24", "10.77.130.2/24", "10.77.131.1/24", "fd77::1/64", "fd77::2/64"];
    await lab.stack.configure({ topology: topology(first, BESIDE) });
    await lab.stack.up();
    expect([await sourceTo("10.77.130.200"), await sourceTo("fd77::200")]).toEqual(["10.77.130.1", "fd77::2"]);
  });

  test("addresses in another order have another one as their source, and the plan says which are made anew", async () => {
    await lab.stack.configure({ topology: topology(addresses, BESIDE) });
    const { text } = await lab.stack.preview();
    expect(text).toMatch(/address n0 10\.77\.130\.2\/24 in N1 is made anew \(turn/);
    expect(await lab.stack.up()).toContain("1 updated");
    expect([await sourceTo("10.77.130.200"), await sourceTo("fd77::200")]).toEqual(["10.77.130.2", "fd77::1"]);
  });

  test("an order that a hand has changed is drift, and comes back", async () => {
    const hand = (words: string) => lab.host.must(`ip -n N1 addr ${words} dev n0`.split(" "));
    await lab.host.must("ip netns exec N1 sysctl -q net.ipv4.conf.n0.promote_secondaries=1".split(" "));
    await hand("del 10.77.130.2/24");
    await hand("add 10.77.130.2/24");
    expect(await sourceTo("10.77.130.200")).toBe("10.77.130.1");
    expect((await lab.stack.preview()).text).toContain("drift: address n0 10.77.130.2/24 in N1: turn is");
    await lab.stack.up();
    expect(await sourceTo("10.77.130.200")).toBe("10.77.130.2");
  });

  test("what is only written otherwise is no change: another order, spelling, or a default", async () => {
    const spelled = {
      rules: [
        { ...rules[1], family: "ipv6", type: "unicast", from: "fd77:0::/64" },
        { ...rules[0], not: false },
      ],
      routes: [routes[1], { ...routes[0], table: "main", metric: 0, type: "unicast" }],
      neighbours: neighbours.toReversed(),
    };
    await lab.stack.configure({
      topology: topology(
        [
          "fd77::2/64",
          "10.77.130.2/24",
          "fd77:0::1/64",
          "10.77.130.1/24",
          { address: "10.77.131.1/24", scope: "global" },
        ],
        spelled,
      ),
    });
    await lab.stack.up({ expectNoChanges: true });
  });

  test("a table of the host that nobody asks is told until a rule leads to it, with what else will do nothing", async () => {
    const host = { ...topology(addresses), routes: [{ to: "10.9.9.0/24", type: "blackhole", table: 123 }] };
    const { namespaces } = host;
    const RED = { links: { r0: { bridge: "br9", address: "10.99.0.2/24" } }, gateway: "10.99.0.254" };
    const idle = { rules: [{ from: "192.0.2.0/24", table: 124 }], bridges: { br9: { address: "10.99.0.1/24" } } };
    await lab.stack.configure({ topology: { ...host, ...idle, namespaces: { ...namespaces, RED } } });
    const { text } = await lab.stack.preview();
    expect(text).toContain("routes[0].table: 123: no rule of IPv4 leads to this table in host, and until one does");
    expect(text).toContain("rules[0].table: 124: this table has no route of IPv4 in host");
    expect(text).toContain('namespaces.RED.routes[0].via: "10.99.0.254": nobody has this address');
    await lab.host.must("ip rule add priority 77 from 192.0.2.0/24 table 123".split(" "));
    await lab.stack.configure({ topology: host });
    expect(await lab.stack.up()).not.toContain("no rule of IPv4");
    await lab.host.must("ip rule del priority 77".split(" "));
    await lab.stack.configure({ topology: { ...host, rules: [{ priority: 77, from: "192.0.2.0/24", table: 123 }] } });
    await lab.stack.up();
    expect(await lab.host.must(["ip", "rule"])).toContain("from 192.0.2.0/24 lookup 123 proto 205");
  });

  test("destroy leaves the host as it was", async () => {
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
