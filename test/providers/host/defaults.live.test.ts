import { expect, test } from "vitest";
import { linkSchemas } from "../../../net/schema/links.ts";
import { describeWorld } from "./describe-world.ts";
import { differences } from "./photograph.ts";
import type { Scopes } from "./world.ts";

/** Links that say nothing which they need not say. */
const SCOPES: Scopes = {
  host: { links: { br0: { type: "bridge" }, alone0: { type: "bridge" } } },
  RED: {
    links: {
      reth0: { type: "veth", peer: { scope: "host", name: "reth1", master: "br0" } },
      seth0: { type: "veth", peer: { scope: "host", name: "seth1" } },
    },
  },
};

/** By type of link and property of its schema: what somebody sets by hand, and how a preview names it. */
const HANDS: Record<string, Record<string, [by: string, says: RegExp][]>> = {
  bridge: {
    up: [["ip link set br0 down", /br0 in host: up false -> true/]],
    mac: [["ip link set br0 address 02:00:00:00:00:99", /br0 in host: mac "02:00:00:00:00:99" -> "02:/]],
    mtu: [
      ["ip link set br0 mtu 1300", /br0 in host: mtu 1300 -> 1500/],
      ["ip link set alone0 mtu 9000", /alone0 in host: mtu 9000 -> 1500/],
    ],
    addresses: [["ip addr add 10.66.0.1/24 dev br0", /delete address br0 10.66.0.1\/24/]],
    priority: [["ip link set br0 type bridge priority 4096", /br0 in host: priority 4096 -> 32768/]],
    helloTime: [["ip link set br0 type bridge hello_time 100", /br0 in host: helloTime 1 -> 2/]],
    maxAge: [["ip link set br0 type bridge max_age 600", /br0 in host: maxAge 6 -> 20/]],
    groupFwdMask: [["ip link set br0 type bridge group_fwd_mask 0x4000", /br0 in host: groupFwdMask 16384 -> 0/]],
    mcastSnooping: [["ip link set br0 type bridge mcast_snooping 0", /br0 in host: mcastSnooping false -> true/]],
    mcastQuerier: [["ip link set br0 type bridge mcast_querier 1", /br0 in host: mcastQuerier true -> false/]],
    mcastRouter: [["ip link set br0 type bridge mcast_router 2", /br0 in host: mcastRouter 2 -> 1/]],
    stp: [["ip link set br0 type bridge stp_state 1", /br0 in host: stp true -> false/]],
    vlanFiltering: [["ip link set br0 type bridge vlan_filtering 1", /br0 in host: vlanFiltering true -> false/]],
    ageing: [["ip link set br0 type bridge ageing_time 100", /br0 in host: ageing 1 -> 300/]],
    forwardDelay: [["ip link set br0 type bridge forward_delay 400", /br0 in host: forwardDelay 4 -> 15/]],
  },
  veth: {
    up: [
      ["ip link set reth1 down", /reth1 in host: up false -> true/],
      ["ip -n RED link set reth0 down", /reth0 in RED: up false -> true/],
    ],
    mac: [
      ["ip link set reth1 address 02:00:00:00:00:99", /reth1 in host: mac "02:00:00:00:00:99" -> "02:/],
      ["ip -n RED link set reth0 address 02:00:00:00:00:99", /reth0 in RED: mac "02:00:00:00:00:99" -> "02:/],
    ],
    mtu: [
      ["ip link set seth1 mtu 1300", /seth1 in host: mtu 1300 -> 1500/],
      ["ip -n RED link set seth0 mtu 9000", /seth0 in RED: mtu 9000 -> 1500/],
    ],
    master: [["ip link set seth1 master theirs0", /seth1 in host: master "theirs0" -> null/]],
    addresses: [["ip -n RED addr add fd66::1/64 dev reth0 nodad", /delete address reth0 fd66::1\/64/]],
  },
  loopback: {
    up: [["ip -n RED link set lo down", /lo in RED: up false -> true/]],
    addresses: [["ip -n RED addr add 10.66.0.1/32 dev lo", /delete address lo 10.66.0.1\/32 in RED/]],
  },
};

/**
 * What no hand can set: the kernel has no bridges below bridges; the rest is required. What a port has is told below, and
 * VLANs mean something where a bridge filters them: live/vlan-filtering.ts. Whether frames of a bridge pass a firewall,
 * and a queue of somebody's, is let be where nobody declares it.
 */
const ELSEWHERE: Record<string, string[]> = {
  bridge: ["master", "port", "nfCallIptables", "nfCallIp6tables", "nfCallArptables", "vlans", "shaping"],
  veth: ["peer", "port", "shaping"],
  loopback: [],
};

/** What a port has that nobody declares, as docs/ownership.md says. */
const PORT: [by: string, says: string][] = [
  ["learning off", "port.learning false -> true"],
  ["isolated on hairpin on", "port.hairpin true -> false, port.isolated true -> false"],
  [
    "flood off mcast_flood off bcast_flood off",
    "port.flood false -> true, port.mcastFlood false -> true, port.bcastFlood false -> true",
  ],
  [
    "guard on root_block on neigh_suppress on",
    "port.guard true -> false, port.rootBlock true -> false, port.neighSuppress true -> false",
  ],
  ["priority 9", "port.priority 9 -> 32"],
  ["cost 50", "port.cost 50 -> 2"],
  // Disabled and blocking ports the kernel itself lets forward again.
  ["state 1", 'port.state "listening" -> "forwarding"'],
  ["state 2", 'port.state "learning" -> "forwarding"'],
];

describeWorld("what nobody declares is as the documentation says", (world) => {
  test("and a hand that changes it is tried for every property of every type of link", async () => {
    await world.apply(SCOPES);
    for (const [type, hands] of Object.entries(HANDS)) {
      const fields = Object.keys(linkSchemas[type as keyof typeof linkSchemas].properties);
      const tried = ["type", ...Object.keys(hands), ...(ELSEWHERE[type] ?? [])];
      expect(tried.toSorted(), type).toEqual(fields.toSorted());
    }
  });

  const all = Object.entries(HANDS).flatMap(([type, hands]) =>
    Object.entries(hands).flatMap(([property, list]) => list.map(([by, says]) => ({ type, property, by, says }))),
  );

  test.each(all)("$type: $property, changed by $by, is named and repaired", async ({ by, says }) => {
    await repaired(by, says);
  });

  test.each(PORT)("a port of ours, changed by %s, is named and repaired", async (words, says) => {
    await repaired(`ip link set reth1 type bridge_slave ${words}`, says);
  });

  test("a firewall on a bridge that nobody declares is let be", async () => {
    await world.byHand("ip link set br0 type bridge nf_call_iptables 1 nf_call_ip6tables 1 nf_call_arptables 1");
    expect(await world.plan(SCOPES)).toEqual([]);
  });

  test("nothing of it is left in the end", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  async function repaired(by: string, says: RegExp | string): Promise<void> {
    const made = await world.settled();
    const done = await world.sandbox.run(by.split(" "));
    // A kernel that lacks it has nothing to repair.
    if (/vlan_filtering/.test(by) && /not supported/.test(done.stderr)) return;
    expect(done.stderr).toBe("");
    const plan = (await world.plan(SCOPES)).join("\n");
    if (typeof says === "string") expect(plan).toContain(says);
    else expect(plan).toMatch(says);
    await world.apply(SCOPES);
    expect(await world.plan(SCOPES)).toEqual([]);
    expect(differences(made, await world.settled(made))).toEqual([]);
  }
});
