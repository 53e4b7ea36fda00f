import { expect, test } from "vitest";
import { wantedBy } from "../../../providers/host/document.ts";
import { driftLines, ofGone } from "../../../providers/host/drift-words.ts";
import { renewals, describe as sentence } from "../../../providers/host/errors.ts";
import { itemsOf } from "../../../providers/host/observe.ts";
import { plan } from "../../../providers/host/plan.ts";
import { claimsOf } from "../../../providers/host/register.ts";
import { dumpOf, type Recorded } from "./recorded.ts";
import { OWNER, type Scopes } from "./world.ts";

const planned = (scopes: Scopes, recorded: Record<string, Recorded>) => {
  const dumps = new Map(Object.entries(recorded).map(([scope, each]) => [scope, dumpOf(scope, each)]));
  const context = { owner: OWNER, claims: claimsOf([], OWNER, new Map()), dumps, machine: "a machine" };
  return plan(wantedBy(scopes), itemsOf(dumps, context), context).operations;
};

const ours = { ifalias: OWNER, flags: ["UP"], mtu: 1500, address: "02:00:00:00:00:01" };
const dummy = { linkinfo: { info_kind: "dummy" } };

test("what falls with an object that is made anew is named with it, and made again", () => {
  const operations = planned(
    { host: { links: { br0: { type: "bridge", addresses: ["10.0.0.1/24", "10.0.0.2/24"] } } } },
    { host: { links: [{ ifname: "br0", ...ours, ...dummy, addr_info: [{ local: "10.0.0.1", prefixlen: 24 }] }] } },
  );
  expect(operations.map(sentence)).toEqual([
    'delete link br0 in host: type "dummy" -> "bridge", stp none -> false, priority none -> 32768, vlanFiltering none -> false, ageing none -> 300, forwardDelay none -> 15, helloTime none -> 2, maxAge none -> 20, groupFwdMask none -> 0, mcastSnooping none -> true, mcastQuerier none -> false, mcastRouter none -> 1, vlans none -> "1 pvid untagged"',
    "create link br0 in host",
    "create address br0 10.0.0.2/24 in host",
    "create address br0 10.0.0.1/24 in host, which falls with link br0 in host",
  ]);
  expect(renewals(operations)).toEqual([
    expect.stringMatching(
      /^link br0 in host is made anew \(type "dummy" -> "bridge".*\), and with it address br0 10\.0\.0\.1\/24 in host$/,
    ),
  ]);
});

test("a port of a bridge that is made anew is joined to it again by the same plan", () => {
  const master = { ifname: "r1", master: "br0", ...ours, linkinfo: { info_kind: "veth" }, link: "r0" };
  const operations = planned(
    {
      host: {
        links: {
          br0: { type: "bridge" },
          r0: { type: "veth", peer: { scope: "host", name: "r1", master: "br0", mtu: 1400 } },
        },
      },
    },
    {
      host: {
        links: [
          { ifname: "br0", ...ours, ...dummy },
          { ifname: "r0", ...ours, linkinfo: { info_kind: "veth" }, link: "r1" },
          master,
        ],
      },
    },
  );
  expect(operations.map(sentence).slice(1)).toEqual([
    "create link br0 in host",
    "change link r0 in host: mtu 1500 -> 1400",
    'change link r1 in host: mtu 1500 -> 1400, master null -> "br0"',
  ]);
});

test("nothing is said of what changes in place", () => {
  const operations = planned(
    { host: { links: { br0: { type: "bridge", mtu: 1400 } } } },
    {
      host: {
        links: [
          {
            ifname: "br0",
            ...ours,
            linkinfo: { info_kind: "bridge", info_data: { ageing_time: 30000, forward_delay: 1500 } },
          },
        ],
      },
    },
  );
  expect(operations.map(sentence)).toEqual(["change link br0 in host: mtu 1500 -> 1400, keepsMac false -> true"]);
  expect(renewals(operations)).toEqual([]);
  expect(driftLines(operations)).toEqual([
    "drift: link br0 in host: mtu is 1500, not 1400, its MAC address is no more recorded as its own for life",
  ]);
});

test("a pair whose other end has another name by now is told once, and a port as what it is", () => {
  const veth = { ...ours, linkinfo: { info_kind: "veth" } };
  const operations = planned(
    {
      RED: {
        links: { r0: { type: "veth", peer: { scope: "host", name: "r1", master: "br0", port: { hairpin: true } } } },
      },
    },
    {
      RED: { netns: "RED", links: [{ ifname: "x0", ifindex: 2, link_index: 3, link_netnsid: 0, ...veth }] },
      host: { links: [{ ifname: "r1", ifindex: 3, link_index: 2, link_netnsid: 1, master: "br9", ...veth }] },
    } as Record<string, Recorded>,
  );
  expect(driftLines(operations).filter((line) => line.includes("link r"))).toEqual([
    "drift: link r1 in host: its other end is RED/x0, not RED/r0, its master is br9, not br0, port.hairpin is false, not true",
  ]);
});

test("what is no port of a bridge is told as that alone, not by each property of a port", () => {
  const data = { protocol: "802.1Q", id: 1, flags: ["REORDER_HDR"] };
  const v0 = { ifname: "v0", ...ours, linkinfo: { info_kind: "vlan", info_data: data }, link: "eth0" };
  const port = { hairpin: true, cost: 9 };
  const operations = planned(
    { host: { links: { v0: { type: "vlan", id: 1, parent: "eth0", master: "br0", port } } } },
    { host: { links: [v0] } },
  );
  expect(operations.map(sentence)).toEqual([
    'change link v0 in host: master null -> "br0", port.cost null -> 9, port.hairpin null -> true',
  ]);
  expect(driftLines(operations)).toEqual(["drift: link v0 in host: its master is none, not br0"]);
});

const tunnel = (
  ifname: string,
  type: string,
  info_data: Record<string, string | number | boolean>,
  flags: string[],
) => ({
  ...{ ifname, ...ours, flags: ["UP", "NOARP", ...flags], mtu: 1476 },
  linkinfo: { info_kind: type, info_data: { ttl: 0, pmtudisc: true, local: "any", remote: "any", ...info_data } },
});

const gre = (info_data: Record<string, string>) => tunnel("g0", "gre", info_data, ["POINTOPOINT"]);

test("a tunnel outlives what it sends by, and is given it back", () => {
  const remote = "192.0.2.2";
  const operations = planned(
    { host: { links: { br0: { type: "bridge" }, g0: { type: "gre", parent: "br0", remote } } } },
    { host: { links: [{ ifname: "br0", ...ours, ...dummy }, gre({ remote, link: "br0" })] } },
  );
  expect(operations.map(sentence).slice(1)).toEqual([
    "create link br0 in host",
    'change link g0 in host: parent null -> "br0"',
  ]);
});

test("one that has joined a group on it is made anew with it", () => {
  const group = { remote: "239.1.1.1", local: "192.0.2.1" };
  const { flags, ...live } = gre({ ...group, link: "br0", ikey: "239.1.1.1", okey: "239.1.1.1" });
  const operations = planned(
    { host: { links: { br0: { type: "bridge" }, g0: { type: "gre", parent: "br0", ...group } } } },
    {
      host: {
        links: [
          { ifname: "br0", ...ours, ...dummy },
          { ...live, mtu: 1472, flags: ["UP", "BROADCAST"] },
        ],
      },
    },
  );
  expect(flags).toContain("NOARP");
  expect(operations.map(sentence).filter((line) => !line.startsWith("delete link br0"))).toEqual([
    "delete link g0 in host",
    "create link br0 in host",
    "create link g0 in host",
  ]);
});

test("tunnels that exchange their ends are made anew, and one that takes the place of another that moves on waits for it", () => {
  const ends = (names: Record<string, string>) =>
    Object.fromEntries(Object.entries(names).map(([name, remote]) => [name, { type: "ipip", remote }]));
  const there = (names: Record<string, string>) => ({
    host: {
      links: Object.entries(names).map(([name, remote]) => ({
        ...tunnel(name, "ipip", { proto: "any", remote }, ["POINTOPOINT"]),
        mtu: 1480,
      })),
    },
  });
  const verbs = (wanted: Record<string, string>, have: Record<string, string>) =>
    planned({ host: { links: ends(wanted) } }, there(have)).map(({ verb, key }) => `${verb} ${key}`);
  const [a, b, c] = ["192.0.2.7", "192.0.2.8", "192.0.2.9"];
  expect(verbs({ t0: b!, t1: a! }, { t0: a!, t1: b! })).toEqual(["delete t0", "delete t1", "create t0", "create t1"]);
  expect(verbs({ t0: b!, t1: c! }, { t0: a!, t1: b! })).toEqual(["delete t1", "change t0", "create t1"]);
  expect(verbs({ t0: b! }, { t0: a!, t1: b! })).toEqual(["delete t1", "change t0"]);
  expect(verbs({ t0: b! }, { t0: a! })).toEqual(["change t0"]);
});

test("of what is gone as a whole a few lines are told, and not a host's", () => {
  const lines = Array.from({ length: 20 }, (_, i) => `drift: link e${i} in container:web is missing`);
  expect(ofGone(lines)).toEqual(lines);
  expect(ofGone([...lines, "drift: link e20 in container:web is missing"])).toEqual([]);
});
