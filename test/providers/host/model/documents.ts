import fc from "fast-check";
import { type EndSize, endMtu } from "../../../../net/cable.ts";
import { TUNNELS } from "../../../../net/schema/tunnel.ts";
import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";
import {
  alone,
  bonded,
  bridge,
  encrypted,
  flat,
  lent,
  maybe,
  program,
  shared,
  tagged,
  taken,
  tunnel,
  tunnels,
  used,
  veth,
  vrf,
} from "./link-documents.ts";
import { sets } from "./set-documents.ts";

const neighbours = (dev: string) =>
  fc.subarray<Json>([
    { address: "10.1.1.9", dev, mac: "02:00:00:00:00:09" },
    { address: "fd00::9", dev, mac: "02:00:00:00:00:09" },
  ]);

/** Routes of one device, of none, or of others; each destination once, so that no two are the same. */
const routes = (dev: string, other: string) =>
  fc
    .tuple(
      maybe(
        fc.record({
          to: fc.constant("default"),
          dev: fc.constant(dev),
          via: fc.constantFrom("10.1.1.254", "10.1.1.253"),
          table: maybe(fc.constantFrom(100)),
        }),
      ),
      maybe(
        fc.record({
          to: fc.constant("fd99::/32"),
          dev: fc.constant(dev),
          via: fc.constant("fd00::fe"),
          metric: maybe(fc.constantFrom(5)),
        }),
      ),
      maybe(
        ways(
          "10.9.0.0/16",
          { dev },
          { dev, via: "10.1.1.253", mtu: 1300 },
          several(dev, other, "10.1.1.253", "10.1.1.254"),
        ),
      ),
      maybe(
        ways("fd98::/32", { dev }, { dev, via: "fd00::fe", onlink: true }, several(dev, other, "fd00::fd", "fd00::fe")),
      ),
    )
    .map((entries) => entries.filter((entry) => entry !== undefined));

/** The first by the one device, and the second by the other. */
const several = (dev: string, other: string, first: string, second: string) => ({
  nexthops: [
    { dev, via: first },
    { dev: other, via: second, weight: 3 },
  ],
});

/** One destination and every way to it: nowhere, over a link, by way of a router, of several. */
function ways(to: string, ...over: Record<string, Json>[]) {
  const nowhere = [{ type: "blackhole" }, { type: "throw" }];
  return fc
    .tuple(fc.constantFrom<Record<string, Json>>(...nowhere, ...over), maybe(fc.constantFrom(7)))
    .map(([way, metric]) => ({ to, ...way, metric }));
}

function namespace(name: string, neighbour: string, bridges: string[]) {
  // What lies on an interface may be declared before it, and one carries either kind of these.
  const links = merged(
    under(["tagged", "marked"], tagged("eth0")),
    fc.oneof(
      fc.record({ shared: maybe(shared("macvlan", "eth0")), tapped: maybe(shared("macvtap", "eth0")) }),
      fc.record({ flat: flat("eth0") }),
    ),
    // Not where a hand makes the parent smaller: a test of its own.
    name === "RED" ? fc.constant({}) : under(["tunnel", "through"], tunnel("eth0")),
    tunnels("eth0"),
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: bonded }),
    // Not in the one that a hand deletes, with what is in it.
    name === "BLUE" ? fc.record({ taken: maybe(fc.oneof(taken, alone("dummy"))) }) : fc.constant({}),
    fc.record({
      program: maybe(program),
      encrypted: maybe(encrypted),
      alone: maybe(fc.oneof(alone("dummy"), alone("ifb"))),
      eth0: veth(name, neighbour, bridges),
    }),
  );
  const bare = fc.constant({});
  const full = fc.record({ links: withVrf(links), ...standing("eth0") });
  return fc.oneof({ weight: 1, arbitrary: bare }, { weight: 4, arbitrary: full });
}

/** As they are, or some of them in a VRF. */
function withVrf(links: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const members = fc.subarray(["eth0", "program", "alone", "tagged", "through4"]);
  const joined = fc.tuple(links, vrf, members).map(([all, red, names]) => {
    const joins = (name: string, link: object | undefined) => link !== undefined && names.includes(name);
    const inside = Object.entries(all).map(([name, link]) => [
      name,
      joins(name, link) ? { ...link, master: "red" } : link,
    ]);
    return { ...Object.fromEntries(inside), red };
  });
  return fc.oneof({ weight: 2, arbitrary: links }, { weight: 1, arbitrary: joined });
}

/** None, or one under any of these names: the kernel has what it is but once. */
function under(names: string[], link: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.tuple(fc.constantFrom(...names), maybe(link)).map(([name, value]) => (value ? { [name]: value } : {}));
}

function merged(...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> {
  return fc.tuple(...parts).map((all) => Object.assign({}, ...all));
}

/** Rules at few places, so that one takes another's; each family's places once. */
const rules = (dev: string) =>
  fc
    .tuple(
      maybe(selecting({ from: "10.1.1.0/24" }, { to: "10.9.0.0/16" }, { iif: dev })),
      maybe(selecting({ from: "fd00::/64" }, { to: "fd99::/32" }, { iif: dev, family: "ipv6" })),
      maybe(selecting({ fwmark: "1/0xff" }, { iif: dev }, { tos: "0x10" })),
    )
    .map(([four, six, more]) => [
      ...(four ? [{ priority: 100, ...four }] : []),
      ...(six ? [{ priority: 100, ...six }] : []),
      ...(more ? [more] : []),
    ]);

function selecting(...by: Record<string, string>[]) {
  const does = [{ table: 100 }, { table: 101 }, { type: "blackhole" }, { type: "prohibit" }, { goto: 32766 }];
  return fc
    .tuple(fc.constantFrom(...by), fc.constantFrom<Record<string, Json>>(...does), maybe(fc.boolean()))
    .map(([selectors, action, not]) => ({ ...selectors, ...action, not }));
}

const settings = (dev: string) =>
  fc.record({
    "net.ipv4.ip_default_ttl": maybe(fc.constantFrom("65", "66")),
    [`net/ipv4/conf/${dev}/rp_filter`]: maybe(fc.constantFrom("1", "2")),
    [`net/ipv6/conf/${dev}/accept_ra`]: maybe(fc.constantFrom("1", "2")),
    [`net/ipv6/conf/${dev}/disable_ipv6`]: maybe(fc.constantFrom("0", "1")),
  });

/** What stands on an interface, or beside it. */
const standing = (dev: string, other = dev) => ({
  routes: routes(dev, other),
  rules: rules(dev),
  neighbours: neighbours(dev),
  sysctls: settings(dev),
});

const NAMESPACES = ["RED", "BLUE", "GREEN"];

/** A subset of bridges and namespaces, each with whatever it can have. */
const linked: fc.Arbitrary<Scopes> = fc
  .record({ bridges: fc.subarray(["br0", "br1"]), names: fc.subarray(NAMESPACES) })
  .chain(({ bridges, names }) =>
    fc.record({
      host: fc.record({
        links: fc.record({ ...Object.fromEntries(bridges.map((name) => [name, bridge])), lo: maybe(used) }),
        ...(bridges.length > 0 ? { ...standing(bridges[0] ?? "", bridges[1]) } : {}),
      }),
      ...Object.fromEntries(
        names.map((name, index) => [name, namespace(name, names[(index + 1) % names.length] ?? name, bridges)]),
      ),
    }),
  )
  .map((scopes) => JSON.parse(JSON.stringify(scopes)) as Scopes)
  .map(sane);

/** Documents that the kernel takes: links and what stands on them, with sets beside. */
export const documents: fc.Arbitrary<Scopes> = fc
  .tuple(linked, fc.record({ host: maybe(sets), RED: maybe(sets), GREEN: maybe(sets) }))
  .map(([scopes, all]) => withSets(scopes, all));

/** The same with a port that is somebody else's, where they have a bridge for it. */
export const lending: fc.Arbitrary<Scopes> = fc.tuple(documents, lent).map(([scopes, their3]) => {
  const { links = {} } = (scopes.host ?? {}) as { links?: Record<string, Entry> };
  const bridges = ["br0", "br1"].filter((name) => name in links);
  const master = bridges[their3.second ? bridges.length - 1 : 0];
  if (master === undefined) return scopes;
  const { second: _, ...said } = JSON.parse(JSON.stringify(their3)) as Entry;
  if (said.port) settlePort(said.port as Entry, links[master]?.vlanFiltering === true);
  return { ...scopes, host: { ...scopes.host, links: { ...links, their3: { ...said, master } } } };
});

function withSets(scopes: Scopes, all: Partial<Record<string, Record<string, Json>>>): Scopes {
  const entries = Object.entries(scopes).map(([name, scope]) => {
    const own = all[name];
    return [name, own ? { ...scope, firewall: { sets: own } } : scope] as const;
  });
  return Object.fromEntries(entries);
}

type Entry = Record<string, Json>;

/** What no kernel holds together, or what is refused: routes and IPv6 on a link that is down, IPv6 where it is disabled or does not fit. */
function sane(scopes: Scopes): Scopes {
  for (const scope of Object.values(scopes)) {
    for (const [dev, link] of Object.entries((scope.links ?? {}) as Record<string, Entry>)) {
      const below = linkIn(scope, link.parent);
      if (below) rest(link, below, endMtu(sideOf(scope, below), farOf(scopes, below)));
      const peer = link.peer as Entry | undefined;
      const there = scopes[String(peer?.scope)];
      const [near, far] = [sideOf(scope, link), farOf(scopes, link)];
      settle(scope, dev, link, endMtu(near, far));
      if (link.type === "bridge" && !link.vlanFiltering) delete link.vlans;
      if (peer?.port) settlePort(peer.port as Entry, linkIn(there, peer.master)?.vlanFiltering === true);
      if (peer && there) settle(there, String(peer.name), peer, endMtu(far, near));
    }
  }
  return scopes;
}

/** Only a bridge that filters has VLANs, and knows in which of them somebody is. */
function settlePort(port: Entry, filters: boolean): void {
  if (!filters) delete port.vlans;
  const isIn = ({ vlan }: Entry) =>
    filters ? (port.vlans as Entry[] | undefined)?.some(({ id }) => id === vlan) : vlan === undefined;
  port.fdb = ((port.fdb ?? []) as Entry[]).filter(isIn);
}

function linkIn(scope: Entry | undefined, name: Json | undefined): Entry | undefined {
  return ((scope?.links ?? {}) as Record<string, Entry>)[String(name)];
}

function sideOf(scope: Entry | undefined, end: Entry | undefined): EndSize {
  const told = (entry: Entry | undefined) => entry?.mtu as number | undefined;
  const master = linkIn(scope, end?.master);
  const above = master?.type === "bond" ? (told(master) ?? 1500) : told(master);
  return { mtu: told(end), bridge: master?.type === "vrf" ? undefined : above };
}

function farOf(scopes: Scopes, { peer }: Entry): EndSize {
  const end = peer as Entry | undefined;
  return sideOf(scopes[String(end?.scope)], end);
}

/** What lies on an interface is no larger and no more up than that; but for what goes through it in packets of its own. */
function rest(link: Entry, parent: Entry, all: number): void {
  const sends = link.type === "vxlan" || TUNNELS.has(String(link.type));
  const size = sends ? all - 50 : all;
  if (parent.up === false && link.looseBinding !== true && !sends) link.up = false;
  link.mtu = Math.min(Number(link.mtu ?? 9000), size);
}

function settle(scope: Entry, dev: string, link: Entry, size: number): void {
  // A bridge without an MTU keeps the one that it has, which may be too small.
  if (link.type === "bridge" && JSON.stringify(scope).includes("::")) link.mtu ??= 1500;
  const small = Number(link.mtu ?? size) < 1280;
  const sysctls = (scope.sysctls ?? {}) as Record<string, Json>;
  const mute = small || sysctls[`net/ipv6/conf/${dev}/disable_ipv6`] === "1";
  const of = (entry: Entry) => entry.dev === dev || list(entry.nexthops).some((hop) => hop.dev === dev);
  const six = (entry: Json) => JSON.stringify(entry).includes("::");
  const list = (value: Json | undefined) => (value ?? []) as Entry[];
  if (link.up === false || mute) link.addresses = list(link.addresses).filter((each) => !six(each));
  if (link.up === false) scope.routes = list(scope.routes).filter((each) => !of(each));
  if (mute) scope.routes = list(scope.routes).filter((each) => !of(each) || !six(each));
  if (mute) scope.neighbours = list(scope.neighbours).filter((each) => !of(each) || !six(each));
  if (small) for (const key of Object.keys(sysctls)) if (key.startsWith("net/ipv6/")) delete sysctls[key];
}
