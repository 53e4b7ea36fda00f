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

/** What of a link tells what may say nothing of another. */
interface End {
  addresses: Address[];
  type?: string;
  up?: boolean;
  vlans?: unknown[];
}

/**
 * One interface, without what says nothing: `up: true`, which every link has unless it says otherwise, but not one that is
 * there already. An empty list is the default, but of VLANs.
 */
export function endJson<T extends End>(link: T): object {
  const { type, up, vlans } = link;
  const said = up === true && type !== "existing" ? undefined : up;
  return {
    ...tidy({ ...link, up: said, addresses: link.addresses.map(addressJson) }),
    ...(vlans === undefined ? {} : { vlans }),
  };
}

/** Text where the address is all there is to say. */
function addressJson(address: Address): string | Address {
  return address.scope === undefined && address.peer === undefined ? address.address : address;
}
