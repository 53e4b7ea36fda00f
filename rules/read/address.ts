import { parseCidr } from "../../net/ip.ts";
import type { Address } from "../../net/schema/address.ts";
import type { Path } from "../fault.ts";
import type { Reading } from "../reading.ts";
import { LINK_LOCAL, LOOPBACK, linkAddress } from "../values.ts";

/** One address of a link; `lo` may have loopback ones. */
export function readAddress(reading: Reading, scope: string, link: string, declared: Address, path: Path): void {
  const plain = typeof declared === "string";
  const text = plain ? declared : declared.address;
  const range = plain ? undefined : declared.scope;
  const allowed = [...(link === "lo" ? LOOPBACK : []), ...(range === "link" || range === "host" ? LINK_LOCAL : [])];
  const at = plain ? path : [...path, "address"];
  const cidr = reading.value(at, () => linkAddress(text, allowed));
  const other = plain ? undefined : declared.peer;
  const peer = other === undefined ? undefined : reading.value([...path, "peer"], () => parseCidr(other));
  if (cidr) reading.facts.addresses.push({ path: at, scope, link, cidr, ...(peer ? { peer } : {}) });
}
