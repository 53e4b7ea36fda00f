import type { Packet } from "../../../../../net/walk/packet.ts";
import type { Inquiry, World } from "../inquiry.ts";
import { carries, keyOf, type Tunnel } from "./ends.ts";
import { type Taken, takenAt } from "./homes.ts";

/** Types whose outer packets a kernel gives to a tunnel by their ends (net/ipv4/ip_tunnel.c, ip_tunnel_lookup). */
const BY_ENDS = new Set(["gre", "gretap", "ipip", "sit", "ip6tnl"]);

/**
 * The tunnel of a scope that takes an outer packet, else why none does; undefined where that cannot be told.
 *
 * @param packet as it arrives
 * @param sender the tunnel that sent it
 */
export function* taking(world: World, scope: string, packet: Packet, sender: Tunnel): Inquiry<Taken> {
  return yield* takenAt(world, scope, BY_ENDS, (tunnels) => taker(tunnels, packet, sender));
}

function taker(tunnels: readonly Tunnel[], packet: Packet, sender: Tunnel): Taken {
  const alike = tunnels.filter(({ kind }) => kind === sender.kind);
  if (alike.some(({ external, data }) => external || data.encap !== undefined)) return undefined;
  const between = alike.filter((one) => isBetween(one, packet)).toSorted((a, b) => closeness(b) - closeness(a));
  const fits = between.filter((one) => isKeyed(one, sender));
  const first = fits.find(({ isUp }) => isUp);
  if (first) return unlike(first, sender, packet) ?? { scope: first.scope, dev: first.name };
  const [down] = fits.filter((one) => !isFallback(one));
  if (down) return `${down.name} is down`;
  return (
    wrongKey(between, sender) ??
    otherType(tunnels, packet, sender) ??
    `no ${sender.kind} there takes packets from ${packet.src} to ${packet.dst}${others(alike)}`
  );
}

function isBetween({ remote, local }: Tunnel, { src, dst }: Packet): boolean {
  return (remote === undefined || remote === src) && (local === undefined || local === dst);
}

function closeness({ remote, local }: Tunnel): number {
  return (remote === undefined ? 0 : 2) + (local === undefined ? 0 : 1);
}

function isKeyed(taker: Tunnel, sender: Tunnel): boolean {
  if (!sender.kind.startsWith("gre")) return true;
  return isFallback(taker) || keyOf(taker, "i") === keyOf(sender, "o");
}

/** What takes packets that no other tunnel takes, whatever their key, once it is up. */
function isFallback({ name, remote, local }: Tunnel): boolean {
  return /^(gre|gretap|tunl|sit|ip6tnl)0$/.test(name) && remote === undefined && local === undefined;
}

function wrongKey(between: readonly Tunnel[], sender: Tunnel): string | undefined {
  const [other] = between.filter((one) => !isFallback(one));
  if (!other) return undefined;
  const words = (key: number | null) => (key === null ? "no key" : `key ${key}`);
  return `${other.name} takes packets with ${words(keyOf(other, "i"))}, and these have ${words(keyOf(sender, "o"))}`;
}

function otherType(tunnels: readonly Tunnel[], packet: Packet, { kind }: Tunnel): string | undefined {
  const told = tunnels.filter(({ remote, local }) => remote !== undefined || local !== undefined);
  const other = told.find((one) => one.kind !== kind && one.remote === packet.src && isBetween(one, packet));
  return other && `${other.name} between these ends is a ${other.kind}, and takes no packets of a ${kind}`;
}

function others(alike: readonly Tunnel[]): string {
  const [only, ...more] = alike.filter(({ remote, local }) => remote !== undefined || local !== undefined);
  if (!only || more.length > 0) return "";
  return `: ${only.name} takes those from ${only.remote ?? "any"} to ${only.local ?? "any"}`;
}

/** What a tunnel asks of a packet besides its ends and its key (net/ipv4/ip_tunnel.c, ip_tunnel_rcv; net/ipv6). */
function unlike(taker: Tunnel, sender: Tunnel, { protocol }: Packet): string | undefined {
  if (!carries(taker, protocol)) return `${taker.name} carries ${taker.data.proto} alone (mode)`;
  const [asks, has] = [taker.data, sender.data];
  if (taker.kind.startsWith("gre")) {
    if ((asks.icsum === true) !== (has.ocsum === true))
      return `${taker.name} takes packets ${asks.icsum === true ? "with" : "without"} a checksum alone (csum)`;
    if (asks.iseq === true && has.oseq !== true) return `${taker.name} takes packets with a number alone (seq)`;
  }
  return undefined;
}
