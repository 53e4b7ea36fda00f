import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeLive, testBridgeFilter } from "../../../live.ts";
import { FirewallLab } from "./lab.ts";

describeLive("packets through a firewall", () => {
  let lab: FirewallLab;
  beforeEach(async () => {
    lab = await FirewallLab.open();
  });
  afterEach(() => lab.close());

  const forwardBoth = (network: string) => [{ source: network }, { destination: network }];

  describe.each([
    { family: "IPv4", network: "11.11.11.0/24", outside: "8.8.8.8" },
    { family: "IPv6", network: "fd00:11::/64", outside: "2001:db8::8" },
  ])("$family", ({ network, outside }) => {
    test("masquerade gives packets a source that the outside can answer", async () => {
      expect(await lab.pings("RED", outside)).toBe(false);
      await lab.apply({ masquerade: [{ source: network, notOut: "br0" }] });
      expect(await lab.pings("RED", outside)).toBe(true);
    });

    test("masquerade spares the destination that it is told to", async () => {
      await lab.apply({
        masquerade: [{ source: network, notDestination: outside.includes(":") ? "2001:db8::/32" : "8.0.0.0/8" }],
      });
      expect(await lab.pings("RED", outside)).toBe(false);
    });

    test("forward lets pass one direction at a time when FORWARD drops the rest", async () => {
      await lab.closed();
      const masquerade = [{ source: network, notOut: "br0" }];
      await lab.apply({ masquerade, forward: [{ source: network }] });
      expect(await lab.pings("RED", outside)).toBe(false);
      await lab.apply({ masquerade, forward: forwardBoth(network) });
      expect(await lab.pings("RED", outside)).toBe(true);
    });

    test("forward with a state lets answers pass and nothing else", async () => {
      await lab.closed();
      const answers = { destination: network, state: ["established", "related"] };
      await lab.apply({ masquerade: [{ source: network, notOut: "br0" }], forward: [{ source: network }, answers] });
      expect(await lab.pings("RED", outside)).toBe(true);
      await lab.sandbox.ip(
        `route add ${network} via ${network.includes(":") ? "fd00:104::2" : "192.168.104.2"}\n`,
        "OUT",
      );
      expect(await lab.pings("OUT", network.includes(":") ? "fd00:11::2" : "11.11.11.2")).toBe(false);
    });

    testBridgeFilter("what is declared passes although Docker's rules and bridge filtering are there", async () => {
      const tool = network.includes(":") ? "ip6tables" : "iptables";
      await lab.set("net/bridge/bridge-nf-call-iptables", "1");
      await lab.set("net/bridge/bridge-nf-call-ip6tables", "1");
      await lab.closed();
      for (const rule of [
        "-N DOCKER-USER",
        "-A DOCKER-USER -j RETURN",
        "-A FORWARD -j DOCKER-USER",
        "-A FORWARD -j DROP",
      ])
        await lab.hand(`${tool} ${rule}`);
      expect(await lab.pings("RED", network.includes(":") ? "fd00:11::3" : "11.11.11.3")).toBe(false);
      await lab.apply({ masquerade: [{ source: network, notOut: "br0" }], forward: forwardBoth(network) });
      // A neighbour that could not be reached before is not asked for again at once.
      const neighbour = network.includes(":") ? "fd00:11::3" : "11.11.11.3";
      await expect.poll(() => lab.pings("RED", neighbour), { timeout: 20_000 }).toBe(true);
      expect(await lab.pings("RED", outside)).toBe(true);
      expect(await lab.save()).toMatch(
        /-A DOCKER-USER -m comment --comment "bridgework[^\n]*\n-A DOCKER-USER -j RETURN/,
      );
    });

    test("filter drops, rejects and accepts in the order that it is written in", async () => {
      const host = network.includes(":") ? "fd00:11::1" : "11.11.11.1";
      await lab.serve("host", "tcp", "80", "tcp", "81", "tcp", "82", "udp", "53");
      const rule = { chain: "input", protocol: "tcp", in: "br0" };
      await lab.apply({
        filter: [
          { ...rule, ports: 80, verdict: "drop" },
          { ...rule, ports: [81], verdict: "reject", rejectWith: "tcp-reset" },
          { ...rule, ports: "80-82", verdict: "accept" },
          { chain: "input", protocol: "udp", ports: 53, verdict: "reject" },
          { chain: "input", protocol: "icmp", icmpType: "echo-request", verdict: "drop" },
        ],
      });
      const answers = [80, 81, 82].map((port) => lab.ask("RED", "tcp", host, port));
      expect(await Promise.all(answers)).toEqual(["timeout", "ECONNREFUSED", `82 ${host.replace(/1$/, "2")}`]);
      expect(await lab.ask("RED", "udp", host, 53)).toBe("ECONNREFUSED");
      expect(await lab.pings("RED", host)).toBe(false);
      expect(await lab.pings("host", host.replace(/1$/, "2"))).toBe(true);
    });
  });

  test("log counts the packet and lets it go on", async () => {
    await lab.apply({
      filter: [{ chain: "input", protocol: "icmp", verdict: "log", logPrefix: "lab: ", family: "ipv4" }],
    });
    expect(await lab.pings("RED", "11.11.11.1")).toBe(true);
    expect(await lab.sandbox.must(["iptables-save", "-c"])).toMatch(
      /^\[1:84\] -A BW-\S+-IN -p icmp .* -j LOG --log-prefix "lab: "$/m,
    );
  });

  test("output filters what the host itself sends", async () => {
    await lab.apply({
      filter: [{ chain: "output", destination: "11.11.11.0/24", protocol: "icmp", verdict: "reject" }],
    });
    expect(await lab.pings("host", "11.11.11.2")).toBe(false);
    expect(await lab.pings("host", "192.168.104.3")).toBe(true);
  });

  test("rules live in a namespace as they do on the host", async () => {
    await lab.apply({ filter: [{ chain: "input", source: "11.11.11.3/32", verdict: "drop" }] }, { scope: "RED" });
    expect(await lab.pings("BLUE", "11.11.11.2")).toBe(false);
    expect(await lab.pings("host", "11.11.11.2")).toBe(true);
    expect(await lab.save()).toBe("");
    await lab.apply({}, { scope: "RED" });
    expect(await lab.save("RED")).toBe("");
  });
});
