import type { Address } from "../../topology/address.ts";
import type { BridgeLink } from "../../topology/bridge.ts";
import type { Link } from "../../topology/link.ts";
import { tidy } from "./fragment.ts";

/** A link as a document writes it. */
export function linkJson(link: Link): Record<string, unknown> {
  if (link.type === "bridge") return { type: "bridge", ...bridgeJson(link) };
  const { peer, ...near } = link;
  return { ...end(near), peer: end(peer) };
}

export function bridgeJson(link: BridgeLink): Record<string, unknown> {
  return end(link);
}

function end<T extends { addresses: Address[] }>(link: T): Record<string, unknown> {
  return tidy({ ...link, addresses: link.addresses.map(addressJson) });
}

/** Text where the address is all there is to say. */
export function addressJson(address: Address): string | Address {
  return address.scope === undefined && address.peer === undefined ? address.address : address;
}
