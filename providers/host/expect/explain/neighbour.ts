import { addressesOf, neighbour, type Route } from "./facts.ts";
import type { Death, Inquiry, Journey, World } from "./inquiry.ts";
import { childOf, hostEnd, idle, linkOf } from "./links.ts";

/** A next hop that answers no ARP request, and why, as far as the machines that are known tell it. */
export function* silentNeighbour(world: World, journey: Journey, { dev, gateway }: Route): Inquiry<Death | undefined> {
  if (dev === "lo") return undefined;
  const { scope, packet } = journey;
  const hop = gateway ?? packet.dst;
  const state = yield* neighbour(scope, hop, dev);
  if (state !== "FAILED" && state !== "INCOMPLETE") return undefined;
  const protocol = packet.family === 4 ? "ARP" : "neighbour discovery";
  const role = gateway === undefined ? hop : `the gateway ${hop}`;
  const what = `${scope}: ${role} does not answer ${protocol} on ${dev} (neighbour ${state})`;
  const link = yield* idleOn(world, scope, dev, hop);
  if (link) return { reason: "link-down", where: `${what}: ${link}`, certain: true, scope };
  const why = (yield* kinship(world, scope, dev, hop)) ?? (yield* elsewhere(world, scope, dev, hop));
  return { reason: "no-arp", where: why === undefined ? what : `${what}: ${why}`, certain: true, scope };
}

/** The device that a known scope has the address on; undefined where that is not known. */
function* holderOf(world: World, address: string): Inquiry<{ scope: string; dev: string | undefined } | undefined> {
  const scope = world.owners.get(address);
  if (scope === undefined) return undefined;
  return { scope, dev: (yield* addressesOf(scope)).find((held) => held.address === address)?.dev };
}

/** An interface on either side that passes nothing, with the ports of the host's bridges that they lead to. */
function* idleOn(world: World, scope: string, dev: string, hop: string): Inquiry<string | undefined> {
  const far = yield* holderOf(world, hop);
  const ends = [{ scope, dev }, ...(far?.dev === undefined ? [] : [{ scope: far.scope, dev: far.dev }])];
  for (const end of ends) {
    const own = yield* linkOf(end.scope, end.dev);
    const told = own && idle(own);
    if (told) return `${end.scope}: ${told}`;
    const port = end.scope === "host" ? undefined : yield* hostEnd(end.scope, end.dev);
    const toldOfPort = port && idle(port);
    if (toldOfPort) return `host: ${toldOfPort}`;
  }
  return undefined;
}

/** macvlan and ipvlan: packets between a parent and its children, and in some modes among these, are not delivered. */
function* kinship(world: World, scope: string, dev: string, hop: string): Inquiry<string | undefined> {
  const far = yield* holderOf(world, hop);
  const child = far?.dev === undefined ? undefined : yield* childOf(far.scope, far.dev);
  if (!far || !child) return undefined;
  if (scope === "host" && child.parent === dev)
    return `it is on a ${child.kind} of ${dev}, and a parent and its children do not reach each other`;
  const own = yield* childOf(scope, dev);
  if (own?.parent !== child.parent || [own.mode, child.mode].every((mode) => mode === "bridge" || mode === "l2"))
    return undefined;
  return `both are on ${child.kind}s of ${child.parent}, whose modes ${own.mode} and ${child.mode} keep them apart`;
}

/** The address is where it is declared no more, or there on another segment. */
function* elsewhere(world: World, scope: string, dev: string, hop: string): Inquiry<string | undefined> {
  const far = yield* holderOf(world, hop);
  if (!far) return undefined;
  if (far.dev === undefined) return `${far.scope} does not have that address`;
  const [here, there] = [yield* segmentOf(scope, dev), yield* segmentOf(far.scope, far.dev)];
  if (!here || !there || here.bridge === there.bridge) return undefined;
  return `${here.words}, and ${there.words}`;
}

interface Segment {
  /** The bridge of the host; undefined for a port of none. */
  bridge: string | undefined;
  words: string;
}

/** The bridge of the host that an interface is on: its own, or that of the far end of its pair. */
function* segmentOf(scope: string, dev: string): Inquiry<Segment | undefined> {
  const link = scope === "host" ? yield* linkOf(scope, dev) : yield* hostEnd(scope, dev);
  if (!link) return undefined;
  if (link.linkinfo?.info_kind === "bridge") return { bridge: dev, words: `${scope} is on ${dev}` };
  const { ifname, master } = link;
  const words = `${scope} is on ${master ?? "no bridge"} by ${ifname}`;
  return scope === "host" && master === undefined ? undefined : { bridge: master, words };
}
