import { complaint } from "../../../net/invalid.ts";
import { type Cidr, formatIp, parseCidr, parseIp } from "../../../net/ip.ts";
import { containerScope } from "../../../net/scope.ts";
import type { Transport } from "../transport/transport.ts";
import type { Surroundings } from "./check.ts";
import { meant, type Sender } from "./meant.ts";

/** What a name can mean: the addresses of a scope's links. */
export interface Addressed {
  links?: Record<string, End & { type?: string; peer?: End & { scope: string } }>;
  /** The addresses that were asked for, where others were not; default all. */
  fixed?: readonly string[];
}

interface End {
  master?: string;
  /** Items that are no addresses are undefined. */
  addresses?: (string | { address: string } | undefined)[];
}

/**
 * What is around the expectations of a document, out of its declared links, and of those that containers have.
 *
 * @example check(expectations, surroundings(transport, scopesOf(wire)))
 */
export function surroundings(transport: Transport, scopes: Readonly<Record<string, Addressed>>): Surroundings {
  const addresses = addressesByScope(scopes);
  const owners = ownersOf(addresses);
  const named = (name: string) => [name, containerScope(name)].find((scope) => addresses.has(scope));
  return {
    transport,
    scopeOf: (from) => from,
    addressOf: (name, from = "") => {
      const scope = addresses.has(name) ? name : containerScope(name);
      return meant(addresses.get(scope) ?? [], senderOf(from, addresses.get(from)), scopes[scope]?.fixed);
    },
    owners,
    receiverOf: (target) => named(target) ?? owners.get(spelled(target))?.[0],
    bridges: bridgesByScope(scopes),
  };
}

/** Two machines may have the same one, on links of their own. */
function ownersOf(addresses: ReadonlyMap<string, Cidr[]>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [scope, list] of addresses)
    for (const address of new Set(list.map(formatIp))) found.set(address, [...(found.get(address) ?? []), scope]);
  return found;
}

/** An address as the owners are told by. */
function spelled(text: string): string {
  return complaint(() => parseIp(text)) ? text : formatIp(parseIp(text));
}

/** The host has addresses that nobody declares, of IPv4 too. */
function senderOf(from: string, addresses: readonly Cidr[] = []): Sender {
  const isSix = from !== "host" && addresses.length > 0 && addresses.every(({ family }) => family === 6);
  return { addresses, isSix };
}

/** Bridges that are declared, and those that declared links are ports of. */
function bridgesByScope(scopes: Readonly<Record<string, Addressed>>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (scope: string, bridge: string | undefined) => {
    if (bridge !== undefined) found.set(scope, (found.get(scope) ?? new Set()).add(bridge));
  };
  for (const [scope, { links = {} }] of Object.entries(scopes))
    for (const [name, { type, master, peer }] of Object.entries(links)) {
      if (type === "bridge") add(scope, name);
      add(scope, master);
      if (peer) add(peer.scope, peer.master);
    }
  return found;
}

/** The addresses of each scope in the order of their declaration, those of far ends of veths included. */
function addressesByScope(scopes: Readonly<Record<string, Addressed>>): Map<string, Cidr[]> {
  const found = new Map<string, Cidr[]>();
  const add = (scope: string, { addresses = [] }: End) => {
    const list = found.get(scope) ?? [];
    found.set(scope, list);
    for (const one of addresses) {
      const text = typeof one === "object" ? one.address : one;
      // A document that is only checked may hold anything: the check tells it where it stands.
      if (text !== undefined && !complaint(() => parseCidr(text))) list.push(parseCidr(text));
    }
  };
  for (const [scope, json] of Object.entries(scopes))
    for (const link of Object.values(json.links ?? {})) {
      add(scope, link);
      if (link.peer) add(link.peer.scope, link.peer);
    }
  return found;
}
