import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeLive, testBridgeFilter } from "../../../live.ts";
import { FAMILIES, FirewallLab } from "./lab.ts";

describeLive("packets through a firewall", () => {
  let lab: FirewallLab;
  beforeEach(async () => {
    lab = await FirewallLab.open();
  });
  afterEach(() => lab.close());

  const forwardBoth = (network: string) => [{ source: network }, { destination: network }];

  describe.each(FAMILIES)("$name", (at) => {
    const { network, bridge, red, blue, world } = at;

    test("masquerade gives packets a source that the outside can answer", async () => {
      expect(await lab.pings("RED", world)).toBe(false);
      await lab.apply({ masquerade: [{ source: network, notOut: "br0" }] });
      expect(await lab.pings("RED", world)).toBe(true);
    });

    test("masquerade spares the destination that it is told to", async () => {
      await lab.apply({
        masquerade: [{ source: network, notDestination: `${world}${at.single}` }],
      });
      expect(await lab.pings("RED", world)).toBe(false);
    });

    test("forward lets pass one direction at a time when FORWARD drops the rest", async () => {
      await lab.closed();
      const masquerade = [{ source: network, notOut: "br0" }];
      await lab.apply({ masquerade, forward: [{ source: network }] });
      expect(await lab.pings("RED", world)).toBe(false);
      await lab.apply({ masquerade, forward: forwardBoth(network) });
      expect(await lab.pings("RED", world)).toBe(true);
    });

    test("forward with a state lets answers pass and nothing else", async () => {
      await lab.closed();
      const answers = { destination: network, state: ["established", "related"] };
      await lab.apply({ masquerade: [{ source: network, notOut: "br0" }], forward: [{ source: network }, answers] });
      expect(await lab.pings("RED", world)).toBe(true);
      await lab.sandbox.ip(`route add ${network} via ${at.uplink}\n`, "OUT");
      expect(await lab.pings("OUT", red)).toBe(false);
    });

    testBridgeFilter("what is declared passes although Docker's rules and bridge filtering are there", async () => {
      await lab.set("net/bridge/bridge-nf-call-iptables", "1");
      await lab.set("net/bridge/bridge-nf-call-ip6tables", "1");
      await lab.closed();
      for (const rule of [
        "-N DOCKER-USER",
        "-A DOCKER-USER -j RETURN",
        "-A FORWARD -j DOCKER-USER",
        "-A FORWARD -j DROP",
      ])
        await lab.hand(`${at.iptables} ${rule}`);
      expect(await lab.pings("RED", blue)).toBe(false);
      await lab.apply({ masquerade: [{ source: network, notOut: "br0" }], forward: forwardBoth(network) });
      // A neighbour that could not be reached before is not asked for again at once.
      await expect.poll(() => lab.pings("RED", blue), { timeout: 20_000 }).toBe(true);
      expect(await lab.pings("RED", world)).toBe(true);
      expect(await lab.save()).toMatch(
        /-A DOCKER-USER -m comment --comment "bridgework[^\n]*\n-A DOCKER-USER -j RETURN/,
      );
    });

    test("filter drops, rejects and accepts in the order that it is written in", async () => {
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
      const answers = [80, 81, 82].map((port) => lab.ask("RED", "tcp", bridge, port));
      expect(await Promise.all(answers)).toEqual(["timeout", "ECONNREFUSED", `82 ${red}`]);
      expect(await lab.ask("RED", "udp", bridge, 53)).toBe("ECONNREFUSED");
      expect(await lab.pings("RED", bridge)).toBe(false);
      expect(await lab.pings("host", red)).toBe(true);
    });

    test("log counts the packet and lets it go on", async () => {
      const rule = { chain: "input", protocol: "icmp", icmpType: "echo-request", family: at.family };
      await lab.apply({ filter: [{ ...rule, verdict: "log", logPrefix: "lab: " }] });
      expect(await lab.pings("RED", bridge)).toBe(true);
      const logged = new RegExp(`^\\[1:\\d+\\] -A BW-\\S+-IN -p ${at.icmp} .* -j LOG --log-prefix "lab: "$`, "m");
      expect(await lab.sandbox.must([`${at.iptables}-save`, "-c"])).toMatch(logged);
    });

    test("output filters what the host itself sends", async () => {
      await lab.apply({ filter: [{ chain: "output", destination: network, protocol: "icmp", verdict: "reject" }] });
      expect(await lab.pings("host", red)).toBe(false);
      expect(await lab.pings("host", at.out)).toBe(true);
    });

    test("rules live in a namespace as they do on the host", async () => {
      const filter = [{ chain: "input", source: `${blue}${at.single}`, verdict: "drop" }];
      await lab.apply({ filter }, { scope: "RED" });
      expect(await lab.pings("BLUE", red)).toBe(false);
      expect(await lab.pings("host", red)).toBe(true);
      expect(await lab.save()).toBe("");
      await lab.apply({}, { scope: "RED" });
      expect(await lab.save("RED")).toBe("");
    });
  });
});
