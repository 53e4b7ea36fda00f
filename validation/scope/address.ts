import { Invalid } from "../../net/invalid.ts";
import { type Cidr, formatCidr, formatIp, parseCidr } from "../../net/ip.ts";
import type { Address } from "../../net/schema/address.ts";
import { LINK_LOCAL, LOOPBACK, linkAddress } from "../addresses.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

/** One address of a link; `lo` may have loopback ones. */
export function readAddress(reading: Reading, scope: string, link: string, declared: Address, path: Path): void {
  const plain = typeof declared === "string";
  const text = plain ? declared : declared.address;
  const range = plain ? undefined : declared.scope;
  const allowed = [...(link === "lo" ? LOOPBACK : []), ...(range === "link" || range === "host" ? LINK_LOCAL : [])];
  const at = plain ? path : [...path, "address"];
  const cidr = reading.value(at, () => linkAddress(text, allowed));
  const other = plain ? undefined : declared.peer;
  const peer = other === undefined ? undefined : reading.value([...path, "peer"], () => peerOf(other, cidr));
  if (cidr) reading.facts.addresses.push({ path: at, scope, link, cidr, ...(peer ? { peer } : {}) });
}

/** The kernel keeps one prefix length for both: that of the network which the peer stands for. */
function peerOf(text: string, own: Cidr | undefined): Cidr {
  const peer = parseCidr(text);
  if (own === undefined) return peer;
  if (peer.family !== own.family)
    throw new Invalid(text, `not the family of ${formatCidr(own)}`, "write two addresses of one family");
  if (peer.prefix !== own.prefix)
    throw new Invalid(
      text,
      "an address and its peer have one prefix length, that of the peer's network",
      `write the address as ${formatIp(own)}/${peer.prefix}`,
    );
  return peer;
}
