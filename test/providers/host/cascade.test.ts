import { expect, test } from "vitest";
import { wantedBy } from "../../../providers/host/document.ts";
import { driftLines } from "../../../providers/host/drift-words.ts";
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
    "drift: link r1 in host: its other end is RED/x0, not RED/r0, is a port of br9, not one of br0, port.hairpin is false, not true",
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
  expect(driftLines(operations)).toEqual(["drift: link v0 in host: is no port of a bridge, not one of br0"]);
});
