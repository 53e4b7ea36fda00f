import type { Packet } from "../../../../../net/walk/packet.ts";
import { addressesOf } from "../facts.ts";
import type { Bound, Death, Inquiry, Journey } from "../inquiry.ts";
import { arrow } from "../meeting.ts";
import type { Tunnel } from "./ends.ts";

/** A packet that carries another, and the namespace whose routes it goes by. */
export interface Outer {
  scope: string;
  packet: Packet;
  bound: Bound;
}

type Header = Pick<Packet, "protocol"> & Partial<Pick<Packet, "dport" | "sport" | "state">>;

/** What a tunnel sends to an end. Its source is not known yet, where the tunnel has none of its own. */
export function outerTo(scope: string, dst: string, header: Header, bound: Bound): Outer {
  const family = dst.includes(":") ? 6 : 4;
  const src = bound.src ?? (family === 4 ? "0.0.0.0" : "::");
  return { scope, packet: { family, src, dst, state: "NEW", flags: [], ...header }, bound };
}

/** What is asked of the way, by the fields that tunnels have for it. */
export function boundBy({ local, parent, data }: Tunnel): Bound {
  const { ttl, fwmark } = data;
  return {
    ...(local !== undefined && { src: local }),
    ...(parent !== undefined && { oif: parent }),
    ...(typeof fwmark === "string" && fwmark !== "0" && { mark: fwmark }),
    ...(typeof ttl === "number" && ttl > 0 && { ttl }),
  };
}

/** The kernel sends nothing with a source that it does not have. */
export function* sourceless({ scope, bound: { src } }: Outer): Inquiry<Death | undefined> {
  const held = yield* addressesOf(scope);
  // None at all is none that could be read: the tunnel's own is there.
  const isThere = held.length === 0 || held.some(({ address }) => address === src);
  if (src === undefined || isThere) return undefined;
  const next = "declare that address there, or take local from the tunnel";
  return { reason: "no-route", where: `${scope}: no interface has ${src}, its source`, next, certain: true, scope };
}

/** The way of an outer packet leads into its own tunnel, or one that it is in already. */
export function circling({ inside, scope, packet }: Journey, dev: string): Death | undefined {
  if (!inside.includes(`${scope} ${dev}`)) return undefined;
  const where = `${scope}: the route to ${packet.dst} leads into ${dev}, whose outer packet it is`;
  const next = "declare a route to the other end there that does not lead by the tunnel";
  return { reason: "no-route", where, next, certain: true, scope };
}

/** "192.0.2.1 > 192.0.2.2 port 4789", or only where it goes, as long as its source is not chosen. */
export function shown(packet: Packet): string {
  const words = arrow(packet);
  return packet.src === "0.0.0.0" || packet.src === "::" ? words.replace(/^\S+ > /, "") : words;
}
