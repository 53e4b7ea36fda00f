import { number, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/**
 * A VRF: the links that name it as their master go by its table alone. The kernel asks it by a rule of its own (priority
 * 1000, `l3mdev`), which it makes with the first one of a namespace, never again, and leaves there when that goes.
 */
export const vrf: LinkType = {
  type: "vrf",
  ...withProperties("vrf", { table: number("table", null) }),
  part: { what: "VRFs", config: "CONFIG_NET_VRF", module: "vrf", line: "link add name red type vrf table 1" },
  flags: () => ({ arp: false }),
  mac: () => "own",
  // vrf_link_ops has no changelink (drivers/net/vrf.c).
  fixed: ["table"],
};
