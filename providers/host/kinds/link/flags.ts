import type { Entry } from "../../dump.ts";
import type { Props } from "../../model.ts";
import type { LinkType } from "./type.ts";

/**
 * What the kernel turns on for every interface, and is not declared: without ARP it asks for no neighbour and answers
 * none, without multicast it has no neighbour discovery. Programs that listen turn `promisc` and `allmulticast` on and
 * off for themselves: these are let be.
 */
export const FLAGS = { arp: true, multicast: true };

/** As it is for a type: the kernel makes interfaces of some without one or both. */
export function usualFlags(type: LinkType | undefined, props: Props): typeof FLAGS {
  return { ...FLAGS, ...type?.flags?.(props) };
}

/** The same of an interface; `lo` has neither broadcast nor multicast. */
export function flagsOf({ flags }: Entry): Props {
  const has = (name: string) => (flags as string[]).includes(name);
  return { arp: !has("NOARP"), multicast: has("MULTICAST") || !has("BROADCAST") };
}
