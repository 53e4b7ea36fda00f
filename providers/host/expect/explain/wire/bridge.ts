import type { Inquiry } from "../inquiry.ts";
import type { Side } from "../muted.ts";
import { belongingTo, type Place } from "./ends.ts";
import { type Frame, type Next, stopped } from "./frame.ts";
import { type Membership, membershipOf } from "./vlan-table.ts";

const CARRY = { next: "declare that VLAN in vlans of the port" };

/** From one port of a bridge, or from the bridge itself, to all the others. */
export function* throughBridge(frame: Frame, bridge: Place): Inquiry<Next[]> {
  const { at } = frame;
  const isOwn = at.dev === bridge.dev;
  const ports = (yield* belongingTo(bridge)).filter(({ dev, link }) => dev !== at.dev && !areApart(at, { link }));
  const others = isOwn ? ports : [...ports, bridge];
  const leave = (one: Place): Frame => ({ ...frame, at: one, isLeaving: one !== bridge });
  if (bridge.link.linkinfo?.info_data?.vlan_filtering !== 1) return others.map(leave);
  const from = yield* membershipOf(at);
  if (!from) return [undefined];
  const classified = incoming(frame, bridge, from);
  const found: Next[] = [];
  for (const one of others) {
    const own = { ...leave(one), ...(classified.stop && { stop: classified.stop }) };
    const member = yield* membershipOf(one);
    found.push(member && outgoing(own, classified, member, bridge));
  }
  return found;
}

/** Isolated ports reach only others. */
function areApart({ link: one }: Place, { link: other }: Pick<Place, "link">): boolean {
  return [one, other].every(({ linkinfo }) => linkinfo?.info_slave_data?.isolated === true);
}

interface Classified extends Pick<Frame, "tags" | "stop"> {
  /** Undefined where it has no place in any VLAN. */
  id: number | undefined;
  isTagged: boolean;
}

/** Which VLAN of the bridge it is in: that of its tag, else the port's own. */
function incoming(frame: Frame, bridge: Place, own: Membership): Classified {
  const { at, tags } = frame;
  const [tag, ...inner] = tags;
  const id = tag ?? own.pvid;
  const who = called(at, bridge);
  const told =
    id === undefined
      ? stopped(frame, at, `${who} takes no frames without a tag: no VLAN there is its pvid`, CARRY)
      : own.has(id)
        ? frame
        : stopped(frame, at, without(who, id, own), CARRY);
  return { id, isTagged: tag !== undefined, tags: inner, ...(told.stop && { stop: told.stop }) };
}

function outgoing(frame: Frame, { id, isTagged, tags }: Classified, own: Membership, bridge: Place): Frame {
  if (id === undefined) return { ...frame, tags };
  const tagged = { ...frame, tags: [id, ...tags] };
  if (own.has(id)) return own.untags(id) ? { ...frame, tags } : tagged;
  return stopped(isTagged ? tagged : { ...frame, tags }, frame.at, without(called(frame.at, bridge), id, own), CARRY);
}

function called({ dev }: Side, bridge: Side): string {
  return dev === bridge.dev ? `bridge ${dev} itself` : `port ${dev} of ${bridge.dev}`;
}

function without(who: string, id: number, { words }: Membership): string {
  return `${who} does not carry VLAN ${id} (its VLANs: ${words})`;
}
