import { Invalid } from "../net/invalid.ts";
import {
  type Cidr,
  contains,
  formatCidr,
  type Ip,
  isReservedIn,
  network,
  parseCidr,
  parseIp,
  parseNetwork,
  width,
} from "../net/ip.ts";

/** Ranges that no interface may have an address in, each with its reason (RFC 6890 and the registries that it begins). */
const SPECIAL: readonly [range: Cidr, reason: string][] = (
  [
    ["0.0.0.0/8", "0.0.0.0/8 means this network, not an address"],
    ["127.0.0.0/8", "127.0.0.0/8 is loopback and never leaves the machine"],
    ["169.254.0.0/16", "169.254.0.0/16 is link-local: machines give it to themselves"],
    ["224.0.0.0/4", "224.0.0.0/4 is multicast"],
    ["240.0.0.0/4", "240.0.0.0/4 is reserved"],
    ["::/128", ":: means no address"],
    ["::1/128", "::1 is loopback and never leaves the machine"],
    ["::ffff:0:0/96", "IPv4 addresses inside IPv6 do not travel"],
    ["ff00::/8", "ff00::/8 is multicast"],
  ] as const
).map(([range, reason]) => [parseCidr(range), reason]);

const PRIVATE = "take one of a private range, as 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fd00::/8";

/** @throws {Invalid} for an address that no machine can have on a network */
function refuseSpecial(text: string, ip: Ip, allowed: readonly string[] = []): void {
  const special = SPECIAL.find(
    ([range, reason]) => contains(range, ip) && !allowed.some((start) => reason.startsWith(start)),
  );
  if (special) throw new Invalid(text, special[1], PRIVATE);
}

/**
 * An address that a link can have.
 *
 * @param allowed beginnings of special ranges that this link may have: loopback, link-local
 * @throws {Invalid} for /0, a network's or broadcast address, and special ranges
 */
export function linkAddress(text: string, allowed: readonly string[] = []): Cidr {
  const cidr = parseCidr(text);
  if (cidr.prefix === 0) throw new Invalid(text, "the kernel adds nothing for /0", "write the subnet's prefix length");
  refuseSpecial(text, cidr, allowed);
  if (isReservedIn(cidr, cidr)) throw new Invalid(text, reservedAs(cidr, cidr), "take an address between them");
  return cidr;
}

export const LOOPBACK = ["127.", "::1 "];
export const LINK_LOCAL = ["169.254."];

/** Why an address of a subnet cannot be a machine's. */
export function reservedAs(subnet: Cidr, ip: Ip): string {
  const what = ip.value === network(subnet).value ? "the network itself" : "the broadcast address";
  return `it is ${what} of ${formatCidr(network(subnet))}`;
}

/** An address that a machine can have: a gateway's, a neighbour's, a service's. */
export function machineAddress(text: string): Ip {
  const ip = parseIp(text);
  refuseSpecial(text, ip);
  return ip;
}

/**
 * The subnet of a Docker network.
 *
 * @param allowed beginnings of special ranges that it may lie in
 * @throws {Invalid} for /0, a single address, host bits and special ranges
 */
export function subnet(text: string, allowed: readonly string[] = []): Cidr {
  const cidr = parseNetwork(text);
  if (cidr.prefix === 0) throw new Invalid(text, "/0 is every address there is", "write a subnet, as in 172.30.0.0/16");
  refuseSpecial(text, cidr, allowed);
  if (cidr.prefix === width(cidr.family))
    throw new Invalid(text, "one address has no room for a gateway and a container", "write a larger subnet");
  return cidr;
}

/** A route's destination; undefined for `default`. */
export function destination(text: string): Cidr | undefined {
  if (text === "default") return undefined;
  const cidr = parseNetwork(text);
  if (cidr.prefix === 0) throw new Invalid(text, "/0 is every address there is", "write default");
  refuseSpecial(text, cidr, ["224.", "ff00:", "169.254."]);
  return cidr;
}

/** Networks in a firewall rule: any that are spelled right. */
export function ruleNetwork(text: string): Cidr {
  const cidr = parseNetwork(text);
  if (cidr.prefix === 0) throw new Invalid(text, "/0 is every address there is", "leave it out");
  return cidr;
}
