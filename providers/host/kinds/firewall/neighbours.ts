import { type Cidr, contains, formatCidr, network, parseCidr, parseIp } from "../../../../net/ip.ts";
import type { Json } from "../../json.ts";
import type { Declared } from "../../model.ts";
import { single } from "./address.ts";

type Scopes = Declared["scopes"];

/** Read once a document: a thousand publishes ask for the same thousand addresses. */
const networks = new WeakMap<Scopes, Map<string, Cidr[]>>();

/**
 * The network that a service shares with its neighbours: that of the declared address which contains it, first of all
 * in the scope that publishes; the service alone where no address does.
 */
export function neighbourhood(address: string, { scope, scopes }: Pick<Declared, "scope" | "scopes">): string {
  const byScope = networksOf(scopes);
  const service = parseIp(address);
  const around = (cidrs: Cidr[] | undefined) => cidrs?.find((cidr) => contains(cidr, service));
  const found = around(byScope.get(scope)) ?? [...byScope.values()].map(around).find((cidr) => cidr !== undefined);
  return found ? formatCidr(found) : single(address);
}

function networksOf(scopes: Scopes): Map<string, Cidr[]> {
  const known = networks.get(scopes);
  if (known) return known;
  const read = new Map(Object.entries(scopes).map(([name, json]) => [name, addressesIn(json).map(networkOf)]));
  networks.set(scopes, read);
  return read;
}

function networkOf(address: string): Cidr {
  return network(parseCidr(address));
}

function addressesIn(json: Record<string, Json>): string[] {
  const links = Object.values((json.links ?? {}) as Record<string, Record<string, Json>>);
  const ends = links.flatMap((link) => [link, (link.peer ?? {}) as Record<string, Json>]);
  const addresses = ends.flatMap((end) => (Array.isArray(end.addresses) ? end.addresses : []));
  return addresses.map((entry) => (typeof entry === "string" ? entry : String((entry as { address: Json }).address)));
}
