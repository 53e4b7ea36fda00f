import { addressesOf, neighbour } from "./facts.ts";
import type { Death, Inquiry, Journey, Passable, Why } from "./inquiry.ts";
import { kinship } from "./kinship.ts";
import { hostEnd, linkOf } from "./links.ts";
import type { Side } from "./muted.ts";
import { wire } from "./wire/wire.ts";

interface Segment {
  /** The bridge of the host; undefined for a port of none. */
  bridge: string | undefined;
  words: string;
}

/** The bridge of the host that an interface is on: its own, or that of the far end of its pair. */
function* segmentOf({ scope, dev }: Side): Inquiry<Segment | undefined> {
  const link = scope === "host" ? yield* linkOf(scope, dev) : yield* hostEnd(scope, dev);
  if (!link) return undefined;
  if (link.linkinfo?.info_kind === "bridge") return { bridge: dev, words: `${scope} is on ${dev}` };
  const { ifname, master } = link;
  const words = `${scope} is on ${master ?? "no bridge"} by ${ifname}`;
  return scope === "host" && master === undefined ? undefined : { bridge: master, words };
}

/** Why no frame gets from one interface to another: they are on different bridges, or a pair's end on the host is on none. */
export function* parted(near: Side, far: Side): Inquiry<string | undefined> {
  const [here, there] = [yield* segmentOf(near), yield* segmentOf(far)];
  if (!here || !there || (here.bridge !== undefined && here.bridge === there.bridge)) return undefined;
  return `host: ${here.words}, and ${there.words}`;
}

/**
 * A crossing from one machine to the next that no frame makes although a neighbour entry of before names who is there:
 * asked where nothing else explains the silence.
 */
export function* severed(world: Passable, journey: Journey): Inquiry<Death | undefined> {
  const { hops } = journey;
  for (const [index, near] of hops.entries()) {
    const far = hops[index + 1];
    if (!far || far.scope === near.scope || (yield* proxied(near, far))) continue;
    const kin = yield* kinship(near, far);
    if (kin !== undefined) return apart(near, far, kin);
    const crossed = yield* wire(world, journey, near, far);
    if (typeof crossed === "object") return crossed.stop;
    const why = (crossed === "passes" ? undefined : yield* parted(near, far)) ?? (yield* unresolving(near, far));
    if (why) return { reason: "no-arp", where: why, certain: true, scope: near.scope };
  }
  return undefined;
}

function apart({ scope, dev }: Side, far: Side, { words, ...advice }: Why): Death {
  const where = `${scope}: ${dev} does not reach ${far.dev} of ${far.scope}: ${words}`;
  return { reason: "no-arp", where, ...advice, certain: true, scope };
}

/** Somebody else takes the packets and passes them on. */
function* proxied(near: Side, far: Side): Inquiry<boolean> {
  const right = (yield* linkOf(far.scope, far.dev))?.address?.toLowerCase();
  const held = (yield* addressesOf(far.scope)).find(({ dev }) => dev === far.dev);
  const { mac } = held ? yield* neighbour(near.scope, held.address, near.dev) : {};
  return mac !== undefined && mac !== right;
}

/** Interfaces that need a neighbour's address; others have none to ask for, or a peer only. */
const ASKING = new Set([undefined, "veth", "bridge", "vlan", "macvlan"]);

/** ARP is off: the kernel asks nobody, and sends what it has no entry for to nobody. */
function* unresolving(near: Side, far: Side): Inquiry<string | undefined> {
  const link = yield* linkOf(near.scope, near.dev);
  const asks = ASKING.has(link?.linkinfo?.info_kind) && !link?.flags?.includes("POINTOPOINT");
  if (!asks || !link?.flags?.includes("NOARP")) return undefined;
  return `${near.scope}: ARP is off on ${near.dev} (ip link set ${near.dev} arp on): it finds no way to ${far.scope}`;
}
