import { formatIp, parseIp } from "../../../../net/ip.ts";
import type { Packet } from "../../../../net/walk/packet.ts";
import { readRules } from "../../../../net/walk/rules.ts";
import { stopsIn, walk } from "../../../../net/walk/walk.ts";
import { callsIptables } from "./bridge.ts";
import { bridgeHook } from "./ethernet.ts";
import { addressesOf, type Held, sysctls } from "./facts.ts";
import { hook } from "./hooks.ts";
import type { Death, Inquiry, Journey, Why } from "./inquiry.ts";
import { hostEnd, type LinkJson, linkOf, linksOf } from "./links.ts";
import { type Hook, seenAt } from "./meeting.ts";
import { nftHook } from "./nft.ts";

/** One side of a link: an interface of a scope. */
export interface Side {
  scope: string;
  dev: string;
}

/**
 * Why nobody answers ARP or neighbour discovery although the links are there: what is set to ignore or to stop it.
 *
 * @param hop whose address is asked for
 */
export function* muted(journey: Journey, near: Side, far: Side, hop: string): Inquiry<Why | undefined> {
  for (const side of [near, far]) {
    const link = yield* linkOf(side.scope, side.dev);
    if (link?.flags?.includes("NOARP"))
      return { words: `${side.scope}: ARP is off on ${side.dev} (ip link set ${side.dev} arp on)` };
  }
  const words = (yield* apart(near, far)) ?? (yield* ignored(journey, far));
  if (words !== undefined) return { words };
  const rule = yield* filtered(journey, near, far, hop);
  return rule === undefined ? undefined : { words: rule, ...(journey.packet.family === 6 && { next: ACCEPT }) };
}

/** An ordinary filter that ends with a drop stops neighbour discovery, which no rule of IPv4 has to accept. */
const ACCEPT =
  "accept it there, before what drops it: protocol: icmp, icmpType: neighbour-solicitation, and neighbour-advertisement likewise";

/** The ports of the host's bridges by which two namespaces meet; undefined for a side that is none. */
function* portsOf(near: Side, far: Side): Inquiry<{ from: LinkJson | undefined; to: LinkJson | undefined }> {
  const from = near.scope === "host" ? undefined : yield* hostEnd(near.scope, near.dev);
  const to = far.scope === "host" ? undefined : yield* hostEnd(far.scope, far.dev);
  return { from, to };
}

function* apart(near: Side, far: Side): Inquiry<string | undefined> {
  const { from, to } = yield* portsOf(near, far);
  const isolated = (port: LinkJson | undefined) => port?.linkinfo?.info_slave_data?.isolated === true;
  if (!isolated(from) || !isolated(to)) return undefined;
  return `host: ${from?.ifname} and ${to?.ifname} are isolated ports of ${from?.master}, and reach only others`;
}

function* ignored({ packet }: Journey, { scope, dev }: Side): Inquiry<string | undefined> {
  if (packet.family === 6) return undefined;
  const keys = ["all", dev].map((name) => `net/ipv4/conf/${name}/arp_ignore`);
  const values = yield* sysctls(scope, ...keys);
  const at = values.indexOf("8");
  return at < 0 ? undefined : `${scope}: ${keys[at]?.replaceAll("/", ".")} = 8 answers nobody`;
}

/** Rules that stop the question or its answer, at either side and on a bridge between them. */
function* filtered(journey: Journey, near: Side, far: Side, hop: string): Inquiry<string | undefined> {
  const { src, dst, family } = journey.packet;
  const [question, answer] =
    family === 4 ? [journey.packet, { ...journey.packet, src: dst, dst: src }] : discovery(journey, hop);
  const ask = { ...journey, in: undefined, answer: false, packet: question };
  const reply = { ...ask, packet: answer };
  return (
    (yield* atSide(ask, near, "OUTPUT")) ??
    (yield* atSide(ask, far, "INPUT")) ??
    (yield* atSide(reply, far, "OUTPUT")) ??
    (yield* atSide(reply, near, "INPUT")) ??
    (yield* onBridge(ask, near, far)) ??
    (yield* onBridge(reply, far, near))
  );
}

/** Question and answer in IPv6. By which of its addresses a router asks is not known. */
function discovery({ packet, in: came }: Journey, hop: string): [Packet, Packet] {
  const asker = came === undefined ? packet.src : "";
  const { value } = parseIp(hop);
  const group = formatIp({ family: 6, value: SOLICITED + (value & 0xff_ffffn) });
  const common = { family: 6, protocol: "icmpv6", state: "UNTRACKED", flags: [] } as const;
  return [
    { ...common, flags: [], src: asker, dst: group, icmpType: 135 },
    { ...common, flags: [], src: hop, dst: asker, icmpType: 136 },
  ];
}

/** Where everybody listens whose address has the same last bytes (RFC 4291). */
const SOLICITED = parseIp("ff02::1:ff00:0").value;

function* atSide(journey: Journey, { scope, dev }: Side, at: Hook): Inquiry<string | undefined> {
  const there = { ...journey, scope };
  if (journey.packet.family === 6)
    return certainly(yield* hook(there, at, at === "INPUT" ? { in: dev } : { out: dev }));
  const devices = { ...(at === "INPUT" ? { in: dev } : { out: dev }), ether: "ARP" } as const;
  const { stdout } = yield { scope, argv: ["arptables-save", "-c"] };
  const [stop] = stopsIn(walk(readRules(stdout), "filter", at, yield* seenAt(there, devices)));
  if (stop?.certain) return `${scope}: ${stop.text} of arptables`;
  return certainly(yield* nftHook(there, at, devices, ["arp"]));
}

/** What stops it where the host's bridge passes it on, takes it or sends it. Neighbour discovery is an IP packet there. */
function* onBridge(journey: Journey, near: Side, far: Side): Inquiry<string | undefined> {
  const { from, to } = yield* portsOf(near, far);
  const bridge = from?.master ?? to?.master;
  if (bridge === undefined) return undefined;
  const at = from && to ? "FORWARD" : from ? "INPUT" : "OUTPUT";
  const ports = { ...(from && { physIn: from.ifname }), ...(to && { physOut: to.ifname }) };
  const devices = { in: bridge, out: bridge, ...ports, ...(journey.packet.family === 4 && { ether: "ARP" as const }) };
  const there = { ...journey, scope: "host" };
  const ofBridge = certainly(yield* bridgeHook(there, at, devices));
  if (ofBridge !== undefined || journey.packet.family === 4 || at !== "FORWARD") return ofBridge;
  return (yield* callsIptables(there, bridge)) ? certainly(yield* hook(there, at, devices)) : undefined;
}

function certainly(death: Death | undefined): string | undefined {
  return death?.where;
}

/** An interface that has no address of IPv6 because that is off there. */
export function* withoutIpv6(scope: string): Inquiry<string | undefined> {
  for (const { ifname } of yield* bareLinks(scope)) {
    const [off] = yield* sysctls(scope, `net/ipv6/conf/${ifname}/disable_ipv6`);
    if (off === "1") return `net.ipv6.conf.${ifname}.disable_ipv6 = 1 there`;
  }
  return undefined;
}

/** The only interface that is down and has no address of IPv6: those go with the link, and may have been declared. */
export function* sunken(scope: string): Inquiry<LinkJson | undefined> {
  const [down, ...more] = (yield* bareLinks(scope)).filter(({ flags }) => !flags?.includes("UP"));
  return more.length === 0 ? down : undefined;
}

function* bareLinks(scope: string): Inquiry<LinkJson[]> {
  const held: Held[] = yield* addressesOf(scope);
  const six = new Set(held.filter(({ address }) => address.includes(":")).map(({ dev }) => dev));
  return (yield* linksOf(scope)).filter(({ ifname }) => ifname !== "lo" && !six.has(ifname));
}

/** Interfaces with a MAC address, on the host and in the scope. */
export function* interfacesWith(mac: string, scope: string): Inquiry<Side[]> {
  const scopes = new Set(["host", scope]);
  const found: Side[] = [];
  for (const one of scopes)
    for (const { ifname, address } of yield* linksOf(one))
      if (address?.toLowerCase() === mac) found.push({ scope: one, dev: ifname });
  return found;
}
