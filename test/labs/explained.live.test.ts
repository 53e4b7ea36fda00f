import { afterAll, beforeAll, expect, test } from "vitest";
import { liveUnless } from "../live.ts";
import { failure } from "../stacks/stack.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

liveUnless(reason)("an expectation that fails beside a Docker Engine", () => {
  let lab: DockerLab;
  beforeAll(async () => {
    lab = await DockerLab.open();
  }, UNHURRIED);
  afterAll(async () => await lab?.close());

  const pair = (bridge: string, subnet: string) => {
    const end = (host: number) => ({ links: { w0: { bridge, address: `${subnet}.${host}/24` } } });
    return { [`${bridge}-1`]: end(2), [`${bridge}-2`]: end(3) };
  };
  const FORWARDED = { from: "brw-1", ping: "10.77.110.3" };
  const PLAIN = { from: "brq-1", ping: "10.77.111.3" };
  const BRIDGES = {
    bridges: { brw: { address: "10.77.110.1/24", forward: true }, brq: { address: "10.77.111.1/24" } },
    namespaces: { ...pair("brw", "10.77.110"), ...pair("brq", "10.77.111") },
  };

  test(
    "because the engine started later keeps the repair of what it displaced, and names the rule that drops",
    async () => {
      await lab.host.order("stop");
      for (const words of [["-F"], ["-X"], ["-P", "FORWARD", "ACCEPT"]]) await lab.must("host", "iptables", ...words);
      await lab.stack.configure({ topology: { ...BRIDGES, expect: [FORWARDED, PLAIN] } });
      await lab.stack.up();
      await lab.host.order("start");
      // As an engine does that finds forwarding off.
      await lab.must("host", "iptables", "-P", "FORWARD", "DROP");
      await lab.must("host", "sysctl", "-q", "-w", "net.bridge.bridge-nf-call-iptables=1");
      const said = await failure(lab.stack.up());
      expect(said).toContain('expectation "brq-1 ping 10.77.111.3" does not hold: it should work');
      expect(said).not.toContain('expectation "brw-1 ping 10.77.110.3"');
      expect(said).toContain(
        "died:  forward-drop: host: policy DROP of FORWARD, table filter, met by 10.77.111.2 > 10.77.111.3 in brq out brq; " +
          "bridge-nf-call-iptables = 1 sends bridged packets there",
      );
      expect(said).toContain("Repaired and kept, since it did not hold before either:");
      expect(await lab.must("host", "iptables", "-S", "DOCKER-USER")).toMatch(/-j BW-\w+-FWD/);
      await lab.must("brw-1", "ping", "-c1", "-w10", "10.77.110.3");
    },
    UNHURRIED,
  );

  test(
    "from a macvlan's parent says what keeps them apart, and without a route says that",
    async () => {
      const topology = (address: string, gateway: string) => ({
        namespaces: {
          LAN: { links: { l0: { peer: { host: true, name: "trunk1", address }, address: `${gateway}/24` } } },
        },
        networks: { mv: { driver: "macvlan", parent: "trunk1", subnet: "10.77.52.0/24", gateway: "10.77.52.254" } },
        containers: { onlan: { image: "bridgework/web", networks: { mv: { ip: "10.77.52.9" } } } },
        expect: [{ from: "host", ping: "10.77.52.9" }],
      });
      await lab.stack.configure({ topology: topology("192.0.2.1/24", "192.0.2.254") });
      expect(await failure(lab.stack.up())).toContain("died:  no-route: host: no route to 10.77.52.9");
      await lab.stack.configure({ topology: topology("10.77.52.1/24", "10.77.52.254") });
      const said = await failure(lab.stack.up());
      expect(said).toMatch(
        /died: {2}no-arp: host: 10\.77\.52\.9 does not answer ARP on trunk1 \(neighbour \w+\): it is on a macvlan of trunk1, and a parent and its children do not reach each other/,
      );
      expect(said).toContain(
        "next:  reach it from elsewhere on that network, or by an interface of the host's own there",
      );
      await lab.stack.destroy();
      expect(await lab.leftBehind()).toEqual([]);
    },
    UNHURRIED,
  );
});
