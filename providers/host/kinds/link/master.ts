import { ETHERNET_MTU } from "../../../../net/mtu.ts";
import type { Dump, Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Props } from "../../model.ts";
import { infoKind, linkNamed } from "../questions.ts";
import { ownData } from "./properties.ts";
import type { LinkOf, Placed } from "./type.ts";

/** Whether a link is to be a port of a bridge. A master that nobody declares is one of the host's. */
export function isPort({ scope, json: { master } }: Placed, linkOf: LinkOf): boolean {
  return typeof master === "string" && (linkOf(scope, master)?.json.type ?? "bridge") === "bridge";
}

/** Bytes that the bridge says which a link is to be a port of, or that its bond takes. */
export function masterMtu({ scope, json: { master } }: Placed, linkOf: LinkOf): number | undefined {
  const above = linkOf(scope, master);
  if (above?.json.type === "bridge") return above.json.mtu;
  return above?.json.type === "bond" ? (above.json.mtu ?? masterMtu(above, linkOf) ?? ETHERNET_MTU) : undefined;
}

/** Whether an interface must be down to join this one: a bond takes no other. Of one that is not there yet, not a bridge is known. */
export function takesDown(master: Json | undefined, isPort: boolean, dump: Dump | undefined): boolean {
  const live = linkNamed(dump, master);
  return live === undefined ? master !== null && !isPort : infoKind(live) === "bond";
}

/** Whether an interface is down when it leaves what it belongs to. */
export function leavesDown(link: Entry | undefined): boolean {
  return memberOf(link) === "bond";
}

/** What it belongs to as the kernel calls that, "bond" for example. */
export function memberOf(link: Entry | undefined): Json | undefined {
  return (link?.linkinfo as Entry | undefined)?.info_slave_kind;
}

const BALANCING = ["balance-tlb", "balance-alb"];

/**
 * The hardware address that is an interface's own: in a bond it goes by the bond's, and what it comes back to is told
 * apart. Not where somebody gave it another than the bond has.
 */
export function ownMac(link: Entry, dump: Dump): Json {
  const address = link.address ?? "";
  const bond = linkNamed(dump, link.master);
  if (memberOf(link) !== "bond" || !bond) return address;
  const { mode, fail_over_mac } = ownData(bond);
  const has = address === bond.address || fail_over_mac !== "none" || BALANCING.includes(String(mode));
  const { info_slave_data } = link.linkinfo as Entry;
  return has ? ((info_slave_data as Entry).perm_hwaddr ?? address) : address;
}

/** Whether properties of a link are those of a port. */
export function isPortBy(props: Props): boolean {
  return typeof props["port.state"] === "string";
}
