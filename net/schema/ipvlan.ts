import { Type } from "typebox";
import { mtu, parentName, words } from "../schema.ts";

/** The kernel's defaults (drivers/net/ipvlan/ipvlan_main.c). */
export const IPVLAN_DEFAULTS = { mode: "l3", flag: "bridge" } as const;

/** What an ipvlan has besides the fields of all links. */
export const ipvlanFields = {
  parent: parentName({
    description:
      "The interface whose packets for this one's addresses it takes. It has its MAC address. One of the same scope, or of the host: `host/eth0`.",
    examples: ["eth0", "host/eth0"],
  }),
  mode: Type.Optional(
    words(["l2", "l3", "l3s"], {
      description:
        "How it sends: `l2` as a neighbour on its parent's segment, `l3` as a router without broadcasts or ARP, `l3s` the " +
        "same past the parent's firewall and conntrack. All on one parent have one mode.",
      default: IPVLAN_DEFAULTS.mode,
      examples: ["l2"],
    }),
  ),
  flag: Type.Optional(
    words(["bridge", "private", "vepa"], {
      description:
        "Whom it reaches on its parent: `bridge` the others directly, `private` none of them, `vepa` them by way of the " +
        "switch outside. All on one parent have one. None reaches the parent itself.",
      default: IPVLAN_DEFAULTS.flag,
      examples: ["private"],
    }),
  ),
  mtu: Type.Optional(mtu({ description: "Largest packet in bytes, not above the parent's. Default: the parent's." })),
};
