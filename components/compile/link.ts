import type { LinkDeclaration } from "../../net/schema/links.ts";
import type { Address } from "../../topology/address.ts";
import type { Link } from "../../topology/link.ts";
import { tidy } from "./fragment.ts";

/** Links as a document writes them. */
export function linksJson(links: Readonly<Record<string, Link>>): Record<string, LinkDeclaration> {
  return Object.fromEntries(Object.entries(links).map(([name, link]) => [name, linkJson(link)]));
}

function linkJson(link: Link): LinkDeclaration {
  return ("peer" in link ? { ...endJson(link), peer: endJson(link.peer) } : endJson(link)) as LinkDeclaration;
}

/** One interface, without what says nothing. */
export function endJson<T extends { addresses: Address[] }>(link: T): object {
  return tidy({ ...link, addresses: link.addresses.map(addressJson) });
}

/** Text where the address is all there is to say. */
function addressJson(address: Address): string | Address {
  return address.scope === undefined && address.peer === undefined ? address.address : address;
}
