import { type Cidr, formatCidr, network, parseCidr } from "../../../../net/ip.ts";
import type { Json } from "../../../../providers/host/json.ts";
import { release } from "./bond.ts";
import type { Above } from "./on-parent.ts";
import { byKernel } from "./policy.ts";
import type { Queue } from "./queue.ts";
import type { ModelSet } from "./sets.ts";
import { FALLBACKS, isFrameless, isTunnel, tunnelOf } from "./tunnel.ts";
import { newTunnel, type Tunnel } from "./wireguard.ts";

/** A model of what the kernel keeps of one namespace, in the form that `ip -N -j -d` prints. */
export interface Space {
  name: string;
  inode: string;
  links: Link[];
  routes: Route[];
  neighbours: Neighbour[];
  fdb: Station[];
  rules: Rule[];
  sets: Map<string, ModelSet>;
  sysctls: Map<string, string>;
  next: number;
}

/** What the kernel answers to a line of `ip -batch`: nothing, or why not. */
export type Answer = string | undefined;

export const EXISTS = "RTNETLINK answers: File exists";

export interface Link {
  ifindex: number;
  ifname: string;
  up: boolean;
  arp: boolean;
  mtu: number;
  address: string;
  ifalias: string;
  master: string | null;
  group: string;
  kind:
    | "loopback"
    | "bridge"
    | "veth"
    | "vlan"
    | "macvlan"
    | "macvtap"
    | "ipvlan"
    | "vxlan"
    | "gre"
    | "gretap"
    | "ipip"
    | "sit"
    | "ip6tnl"
    | "wireguard"
    | "bond"
    | "vrf"
    | "dummy"
    | "ifb"
    | "tun"
    | "tap";
  bridge: Record<string, number>;
  /** What it is as a port otherwise than one that nobody touched. */
  port: Record<string, Json>;
  /** VLANs of a port, or of a bridge itself, with "pvid" and "untagged" where they are that. */
  vlans: Map<number, string[]>;
  addresses: Address[];
  /** The other end of a pair. */
  peer?: { space: Space; link: Link };
  /** Of what lies on another. */
  above?: Above;
  /** Of a member of a bond: what it has again when it leaves. */
  own?: { address: string; mtu: number };
  /** What becomes of packets that leave by it. */
  queue?: Queue;
  /** What wg(8) says of it. */
  tunnel?: Tunnel;
}

export interface Address {
  cidr: Cidr;
  text: string;
  scope: string;
  peer: string | undefined;
  secondary: boolean;
}

export interface Route {
  family: 4 | 6;
  dst: string;
  type: string;
  table: string;
  metric: number;
  protocol: string;
  scope: string;
  dev?: string | undefined;
  gateway?: string | undefined;
  prefsrc?: string | undefined;
  onlink?: true | undefined;
  mtu?: number | undefined;
  /** Several, instead of `dev` and `gateway`. */
  nexthops?: Hop[] | undefined;
}

export interface Hop {
  gateway?: string | undefined;
  dev?: string | undefined;
  weight: number;
}

export interface Neighbour {
  dst: string;
  dev: string;
  lladdr: string;
  protocol: string;
}

/** What a forwarding table has for good, of a port or of a vxlan. */
export interface Station {
  mac: string;
  dev: string;
  /** The bridge, of a port. */
  master?: string | undefined;
  vlan?: number | undefined;
  /** Where it is, of a vxlan: as `bridge fdb` takes it. */
  dst?: string | undefined;
  state: string;
}

/** A rule of policy routing: what it selects by and does, as the words of `ip rule`. */
export interface Rule {
  family: 4 | 6;
  priority: number;
  not: boolean;
  words: Record<string, string>;
  protocol: string;
}

export function space(name: string, inode: string): Space {
  const lo = link("lo", 1, "loopback");
  lo.mtu = 65536;
  const sysctls = new Map([["net/ipv4/ip_default_ttl", "64"]]);
  const fallbacks = Object.entries(FALLBACKS).map(([ifname, kind], index) => fallback(ifname, index + 2, kind));
  const links = [lo, ...fallbacks];
  const next = links.length + 1;
  return { name, inode, links, routes: [], neighbours: [], fdb: [], rules: byKernel(), sets: new Map(), sysctls, next };
}

function fallback(ifname: string, ifindex: number, kind: Link["kind"]): Link {
  return { ...link(ifname, ifindex, kind), above: tunnelOf(kind, ["nopmtudisc"]) };
}

export function link(ifname: string, ifindex: number, kind: Link["kind"]): Link {
  const address =
    kind === "tun" || kind === "wireguard" || isFrameless(kind)
      ? ""
      : kind === "loopback"
        ? "00:00:00:00:00:00"
        : `02:ff:00:00:00:${ifindex.toString(16).padStart(2, "0")}`;
  const base = {
    ifname,
    ifindex,
    kind,
    address,
    up: false,
    arp: !["vrf", "dummy", "ifb", "tun", "wireguard"].includes(kind) && !isFrameless(kind),
    mtu: 1500,
    ifalias: "",
    master: null,
    group: "0",
    ...(kind === "wireguard" && { tunnel: newTunnel() }),
  };
  return { ...base, bridge: {}, port: {}, vlans: kind === "bridge" ? usualVlans() : new Map(), addresses: [] };
}

/** What the kernel puts bridges in, and what joins one. */
export function usualVlans(): Link["vlans"] {
  return new Map([[1, ["pvid", "untagged"]]]);
}

/** Deletes a link with all that stands on it, what lies on it, and its other end; a tunnel stays, and knows its number. */
export function unlink(here: Space, gone: Link): void {
  if (gone.ifname in FALLBACKS) return;
  here.links = here.links.filter((other) => other !== gone);
  here.routes = here.routes.flatMap((route) => withoutLink(route, gone.ifname));
  here.neighbours = here.neighbours.filter(({ dev }) => dev !== gone.ifname);
  here.fdb = here.fdb.filter(({ dev, master }) => dev !== gone.ifname && master !== gone.ifname);
  for (const port of here.links.filter(({ master }) => master === gone.ifname)) {
    Object.assign(port, { master: null, port: {}, vlans: new Map() });
    if (gone.kind === "vrf") cycle(here, port);
    if (gone.kind === "bond") release(here, port);
  }
  for (const { ifname } of here.links.filter(({ above }) => above?.parent === gone.ifname)) {
    const left = here.links.find((link) => link.ifname === ifname);
    if (left?.above && isTunnel(left.kind)) left.above = lost(left.above, gone);
    else if (left) unlink(here, left);
  }
  const far = gone.peer;
  if (far?.space.links.includes(far.link)) unlink(far.space, far.link);
}

function lost({ data }: Above, { ifindex }: Link): Above {
  const parent = `if${ifindex}`;
  return { parent, data: { ...data, link: parent } };
}

/** What is left of a route when a link goes: of several next hops IPv6 keeps the others, and tells one as one. */
export function withoutLink(route: Route, name: string): Route[] {
  const left = hopsOf(route).filter(({ dev }) => dev !== name);
  if (left.length === hopsOf(route).length) return [route];
  if (!route.nexthops || route.family === 4 || left.length === 0) return [];
  const [{ gateway, dev } = {}] = left;
  return [left.length > 1 ? { ...route, nexthops: left } : { ...route, nexthops: undefined, gateway, dev }];
}

export function hopsOf({ nexthops, gateway, dev }: Route): Hop[] {
  return nexthops ?? [{ gateway, dev, weight: 1 }];
}

/** The kernel's own route to the subnet of an address, or to its peer. */
function connectedRoute(here: Space, link: Link, { cidr, peer, text }: Address): Route {
  const six = cidr.family === 6;
  const common = {
    dst: formatCidr(network(peer ? parseCidr(peer) : cidr)),
    dev: link.ifname,
    type: "1",
    table: tableOf(here, link),
  };
  if (six) return { ...common, family: 6, metric: 256, protocol: "2", scope: "0" };
  return { ...common, family: 4, metric: 0, protocol: "2", scope: "253", prefsrc: text.split("/")[0] };
}

/** The main table, or that of the VRF which it is, or belongs to. */
function tableOf(here: Space, link: Link): string {
  const vrf = [link, named(here, link.master ?? undefined)].find((each) => each?.kind === "vrf");
  return vrf ? String(vrf.above?.data.table) : "254";
}

/** Makes the route of an address, where the link is up and has not got it. */
export function connect(here: Space, link: Link, address: Address): void {
  if (!link.up || link.kind === "loopback" || address.secondary) return;
  const route = connectedRoute(here, link, address);
  if (!here.routes.some((other) => own(route, other))) here.routes.push(route);
}

function disconnect(here: Space, link: Link, gone: Address): void {
  const route = connectedRoute(here, link, gone);
  here.routes = here.routes.filter((other) => !own(route, other));
  for (const left of link.addresses) if (connectedRoute(here, link, left).dst === route.dst) connect(here, link, left);
}

function own(route: Route, other: Route): boolean {
  return other.protocol === "2" && other.dst === route.dst && other.dev === route.dev;
}

/** A link that goes down loses its routes, and its IPv6 addresses. */
export function lower(here: Space, link: Link): void {
  link.up = false;
  link.addresses = link.addresses.filter(({ cidr }) => cidr.family === 4);
  const isUp = (name: string | undefined) => here.links.some(({ ifname, up }) => ifname === name && up);
  const leads = (route: Route) => !leavesBy(route, link.ifname) || hopsOf(route).some(({ dev }) => isUp(dev));
  here.routes = here.routes.filter((route) => route.type !== "1" || leads(route));
}

/** What joins a VRF, or leaves one, goes down for a moment where it is up. */
export function cycle(here: Space, link: Link): void {
  if (!link.up) return;
  lower(here, link);
  link.up = true;
  for (const address of link.addresses) connect(here, link, address);
}

/** Takes an address away: the first of a subnet takes the others along, the last of IPv4 the routes. */
export function unaddress(here: Space, link: Link, text: string, peer: string | undefined): boolean {
  const gone = link.addresses.find((address) => address.text === text && address.peer === peer);
  if (!gone) return false;
  const falls = (other: Address) => !gone.secondary && other.secondary && sameSubnet(gone, other);
  link.addresses = link.addresses.filter((other) => other !== gone && !falls(other));
  if (!gone.secondary) disconnect(here, link, gone);
  if (gone.cidr.family === 4 && !link.addresses.some(({ cidr }) => cidr.family === 4))
    here.routes = here.routes.filter(
      (route) => route.family === 6 || hopsOf(route).some(({ dev }) => dev !== link.ifname),
    );
  return true;
}

function leavesBy(route: Route, name: string): boolean {
  return hopsOf(route).some(({ dev }) => dev === name);
}

export function sameSubnet(a: Address, b: Address): boolean {
  const [one, two] = [a, b].map(({ cidr, peer }) => network(peer ? parseCidr(peer) : cidr));
  return one?.family === 4 && two?.family === 4 && one.value === two.value && one.prefix === two.prefix;
}

export function named(here: Space, name: string | undefined): Link | undefined {
  return here.links.find(({ ifname }) => ifname === name);
}
