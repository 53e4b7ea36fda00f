import { isGroup } from "../../../../../net/ip.ts";
import { keyNumber } from "../../../../../net/schema/gre.ts";
import type { Packet } from "../../../../../net/walk/packet.ts";
import type { LinkJson } from "../links.ts";

/** A tunnel as far as it decides which packets are for it. */
export interface Tunnel {
  /** Where it is, which need not be where its outer packets are. */
  scope: string;
  name: string;
  /** "gre", "ipip", "vxlan" ... */
  kind: string;
  isUp: boolean;
  /** The ends of its outer packets; undefined for any. */
  remote: string | undefined;
  local: string | undefined;
  /** The interface that its outer packets leave by. */
  parent: string | undefined;
  /** Each packet says by itself where it goes: nobody can tell from here. */
  external: boolean;
  data: Readonly<Record<string, unknown>>;
}

/** @example tunnelOf("RED", { ifname: "gre1", linkinfo: { info_kind: "gre", info_data: { remote: "192.0.2.2" } }, ... }) */
export function tunnelOf(scope: string, { ifname, flags, link, linkinfo }: LinkJson): Tunnel {
  const data = linkinfo?.info_data ?? {};
  const parent = link ?? data.link;
  return {
    scope,
    name: ifname,
    kind: linkinfo?.info_kind ?? "",
    isUp: flags?.includes("UP") ?? true,
    remote: endOf(data.remote ?? data.remote6 ?? data.group ?? data.group6),
    local: endOf(data.local ?? data.local6),
    parent: typeof parent === "string" ? parent : undefined,
    external: data.external === true,
    data,
  };
}

/** A dump says `any` of none. */
function endOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "any" && value !== "::" && value !== "0.0.0.0" ? value : undefined;
}

/** Whether its packets go to one other end that is known. */
export function hasOneEnd({ remote, external, data }: Tunnel): boolean {
  return remote !== undefined && !isGroup(remote) && !external && data.encap === undefined;
}

/** Whether its mode has room for what it shall carry: `ipip6` is IPv4 in IPv6. */
export function carries({ data: { proto } }: Tunnel, protocol: Packet["protocol"]): boolean {
  if (typeof proto !== "string" || proto === "any") return true;
  return protocol === "gre" || proto.startsWith(protocol === "ipv6" ? "ip6ip" : "ipip");
}

/** The key by which packets that come in, or go out, are told apart; null for none. */
export function keyOf({ data }: Tunnel, direction: "i" | "o"): number | null {
  return keyNumber(data[`${direction}key`]);
}
