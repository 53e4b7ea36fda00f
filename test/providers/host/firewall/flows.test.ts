import { describe, expect, test } from "vitest";
import { readFlows } from "../../../../net/conntrack.ts";
import { endedBy } from "../../../../providers/host/kinds/firewall/flows/ended.ts";
import { hereIn } from "../../../../providers/host/kinds/firewall/flows/here.ts";
import { dumpOf } from "../recorded.ts";
import { away, awayAsHost, blue, CLIENT, flow, nextDoor, PUBLISHED, plain, red } from "./flow.ts";

/** 192.168.104.2 on eth1 towards OUT, 11.11.11.1 on br0 towards RED (.2) and BLUE (.3); by default nobody filters. */
function host(save = "") {
  const links = [
    { ifname: "eth1", addr_info: [{ local: "192.168.104.2" }, { local: "fd00:104::2" }] },
    { ifname: "br0", addr_info: [{ local: "11.11.11.1" }, { local: "fd00:11::1" }] },
  ];
  const routes = [
    { dst: "192.168.104.0/24", dev: "eth1" },
    { dst: "11.11.11.0/24", dev: "br0" },
    { dst: "fd00:11::/64", dev: "br0", pref: "medium" },
    { dst: "default", gateway: "192.168.104.1", dev: "eth1" },
  ];
  return hereIn(dumpOf("host", { links, routes, firewall: { ipv4: save, ipv6: "" } }));
}

const dnat = (to: string, match = "-p udp --dport 5353") =>
  `${match} -m addrtype --dst-type LOCAL -j DNAT --to-destination ${to}`;
const TO_RED = dnat("11.11.11.2:53");
const TO_BLUE = dnat("11.11.11.3:53");
const MASQUERADE = "-s 11.11.11.0/24 ! -o br0 -j MASQUERADE";

interface Case {
  says: string;
  hook: string;
  before?: string[];
  after?: string[];
  ahead?: boolean;
  save?: string;
  flows: string[];
  /** Which of the flows end. */
  ends: string[];
}

const all = [plain, red, blue];

const CASES: Case[] = [
  {
    says: "a publish that is new takes those to its port",
    hook: "nat prerouting",
    after: [TO_RED],
    flows: all,
    ends: [plain],
  },
  {
    says: "one that moves takes those to its old service",
    hook: "nat prerouting",
    before: [TO_RED],
    after: [TO_BLUE],
    flows: all,
    ends: [plain, red],
  },
  { says: "one that goes lets go of its own", hook: "nat prerouting", before: [TO_RED], flows: all, ends: [red] },
  {
    says: "another port takes no others",
    hook: "nat prerouting",
    after: [dnat("11.11.11.2:53", "-p udp --dport 5354")],
    flows: all,
    ends: [],
  },
  {
    says: "another protocol takes no others",
    hook: "nat prerouting",
    after: [dnat("11.11.11.2:53", "-p tcp --dport 5353")],
    flows: all,
    ends: [],
  },
  {
    says: "another client takes no others",
    hook: "nat prerouting",
    after: [dnat("11.11.11.2:53", "-s 10.0.0.0/8 -p udp --dport 5353")],
    flows: all,
    ends: [],
  },
  {
    says: "by another interface none comes",
    hook: "nat prerouting",
    after: [dnat("11.11.11.2:53", "-i br0 -p udp --dport 5353")],
    flows: all,
    ends: [],
  },
  {
    says: "the same in a range, shifted, keeps them",
    hook: "nat prerouting",
    before: [TO_RED],
    after: [dnat("11.11.11.2:50-60/5350", "-p udp --dport 5350:5360")],
    flows: [red],
    ends: [],
  },
  {
    says: "a range that is shifted otherwise ends them",
    hook: "nat prerouting",
    before: [TO_RED],
    after: [dnat("11.11.11.2:51-61/5350", "-p udp --dport 5350:5360")],
    flows: [red],
    ends: [red],
  },
  {
    says: "the first rule counts",
    hook: "nat prerouting",
    before: [TO_RED, TO_BLUE],
    after: [TO_BLUE, TO_RED],
    flows: all,
    ends: [plain, red],
  },
  {
    says: "what strangers led elsewhere stays",
    hook: "nat prerouting",
    after: [TO_RED],
    flows: [flow("udp", CLIENT, PUBLISHED, ["1.2.3.4:5", CLIENT])],
    ends: [],
  },
  {
    says: "what they led elsewhere goes, once ours come first",
    hook: "nat prerouting",
    after: [TO_RED],
    ahead: true,
    flows: [blue, red],
    ends: [blue],
  },
  {
    says: "the host's own go by another chain",
    hook: "nat prerouting",
    after: [TO_RED],
    flows: [flow("udp", "192.168.104.2:4000", PUBLISHED)],
    ends: [],
  },
  {
    says: "the host's own go by this one",
    hook: "nat output",
    after: [TO_RED],
    flows: [plain, flow("udp", "192.168.104.2:4000", PUBLISHED)],
    ends: [flow("udp", "192.168.104.2:4000", PUBLISHED)],
  },
  {
    says: "others' ports are no port of this host",
    hook: "nat prerouting",
    after: [TO_RED],
    flows: [flow("udp", "11.11.11.2:4000", "8.8.8.8:5353")],
    ends: [],
  },
  {
    says: "masquerade that is new takes what has no way back",
    hook: "nat postrouting",
    after: [MASQUERADE],
    flows: [away, awayAsHost, nextDoor],
    ends: [away],
  },
  {
    says: "masquerade that goes lets go of what it carried",
    hook: "nat postrouting",
    before: [MASQUERADE],
    flows: [away, awayAsHost, nextDoor],
    ends: [awayAsHost],
  },
  {
    says: "unless others masquerade it too",
    hook: "nat postrouting",
    before: [MASQUERADE],
    save: "*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -s 11.0.0.0/8 -j MASQUERADE\nCOMMIT\n",
    flows: [awayAsHost],
    ends: [],
  },
  {
    says: "what may begin no more ends where others let nothing pass",
    hook: "filter forward",
    before: ["-s 11.11.11.0/24 -j ACCEPT"],
    save: "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n",
    flows: [away, red],
    ends: [away],
  },
  {
    says: "and goes on where they do",
    hook: "filter forward",
    before: ["-s 11.11.11.0/24 -j ACCEPT"],
    save: "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n",
    flows: [away],
    ends: [],
  },
  {
    says: "and ends where that cannot be told",
    hook: "filter forward",
    before: ["-s 11.11.11.0/24 -j ACCEPT"],
    save: "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m set --match-set x src -j DROP\nCOMMIT\n",
    flows: [away],
    ends: [away],
  },
  {
    says: "a drop behind what lets answers pass ends what is established",
    hook: "filter forward",
    after: ["-m conntrack --ctstate ESTABLISHED -j ACCEPT", "-d 8.8.8.8/32 -j DROP"],
    flows: [away, nextDoor],
    ends: [away],
  },
  {
    says: "what is let pass ends nothing",
    hook: "filter forward",
    after: ["-s 11.11.11.0/24 -j ACCEPT"],
    flows: [away, red],
    ends: [],
  },
  {
    says: "what only logs decides nothing",
    hook: "filter forward",
    before: ["-j ACCEPT"],
    after: ["-j LOG", "-j ACCEPT"],
    flows: [away],
    ends: [],
  },
  {
    says: "what is for the host passes INPUT alone",
    hook: "filter input",
    after: ["-p udp -j DROP"],
    flows: [away, plain, red],
    ends: [plain],
  },
  {
    says: "what is from the host passes OUTPUT alone",
    hook: "filter output",
    after: ["-p udp -j DROP"],
    flows: [away, plain, flow("udp", "192.168.104.2:4000", "8.8.8.8:53")],
    ends: [flow("udp", "192.168.104.2:4000", "8.8.8.8:53")],
  },
];

describe("of the flows of a host", () => {
  test.each(CASES)("$says", ({ hook, before = [], after = [], ahead, save, flows, ends }) => {
    const change = { family: "ipv4", hook, chain: "BW-x", before, after, ...(ahead ? { ahead } : {}) } as const;
    const ended = endedBy(change, readFlows(flows.join("\n")), host(save));
    expect(ended).toEqual(readFlows(ends.join("\n")));
  });

  test("IPv6 is told in either spelling, and rules of one family take none of the other", () => {
    const client = "[fd00:104::3]:4000";
    const flows = readFlows(flow("udp", client, "[fd00:104::2]:5353", ["[fd00:11::2]:53", client]));
    const long = readFlows(
      flow("udp", client, "[fd00:104::2]:5353", ["[fd00:0011:0000:0000:0000:0000:0000:0002]:53", client]),
    );
    expect(long).toEqual(flows);
    const change = { hook: "nat prerouting", chain: "BW-x", before: [dnat("[fd00:11::2]:53")], after: [] };
    expect(endedBy({ ...change, family: "ipv6" }, flows, host())).toEqual(flows);
    expect(endedBy({ ...change, family: "ipv4" }, flows, host())).toEqual([]);
  });
});

test("among many flows and many rules each finds its own", () => {
  const rules = Array.from({ length: 1000 }, (_, i) =>
    dnat(`11.11.${i >> 8}.${i & 255}:53`, `-p udp --dport ${10_000 + i}`),
  );
  const flows = Array.from({ length: 20_000 }, (_, i) =>
    flow("udp", `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}:4000`, `192.168.104.2:${10_000 + (i % 2000)}`),
  );
  const read = readFlows(flows.join("\n"));
  const change = { family: "ipv4", hook: "nat prerouting", chain: "BW-x", before: [], after: rules } as const;
  expect(endedBy(change, read, host())).toHaveLength(10_000);
});
