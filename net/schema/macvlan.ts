import { Type } from "typebox";
import { flag, mac, mtu, parentName, words } from "../schema.ts";

/** The kernel's defaults (drivers/net/macvlan.c). */
export const MACVLAN_DEFAULTS = { mode: "vepa", nopromisc: false, nodst: false, bcqueuelen: 1000 } as const;

/** Fields that one mode alone has (drivers/net/macvlan.c, macvlan_validate). */
export const MODE_OF: Readonly<Record<string, string>> = { sources: "source", nodst: "source", nopromisc: "passthru" };

/** What a macvlan and a macvtap have besides the fields of all links. */
export const macvlanFields = {
  parent: parentName({
    description:
      "The interface whose frames for this one's own MAC address it takes. One of the same scope, or of the host: `host/eth0`.",
    examples: ["eth0", "host/eth0"],
  }),
  mode: Type.Optional(
    words(["private", "vepa", "bridge", "passthru", "source"], {
      description:
        "Whom it reaches on its parent: `private` none of the others, `vepa` them by way of the switch outside, `bridge` " +
        "them directly, `passthru` is the only one and has the parent's MAC address, `source` takes frames from " +
        "`sources` alone. None reaches the parent itself. To or from `passthru` it is made anew.",
      default: MACVLAN_DEFAULTS.mode,
      examples: ["bridge"],
    }),
  ),
  sources: Type.Optional(
    Type.Array(mac({ description: "A hardware address." }), {
      description: "The hardware addresses whose frames it takes, with mode `source`.",
      default: [],
      examples: [["02:00:00:00:00:07"]],
    }),
  ),
  nopromisc: Type.Optional(
    flag({
      description: "With mode `passthru`: the parent is not made promiscuous. To take it away it is made anew.",
      default: MACVLAN_DEFAULTS.nopromisc,
    }),
  ),
  nodst: Type.Optional(
    flag({
      description:
        "With mode `source`: frames for its own MAC address from others than `sources` are not taken. To take it away it " +
        "is made anew.",
      default: MACVLAN_DEFAULTS.nodst,
    }),
  ),
  bcqueuelen: Type.Optional(
    Type.Integer({
      description: "Broadcasts that may wait to be handed to the interfaces on this parent, which share the longest.",
      minimum: 1,
      maximum: 1_000_000,
      default: MACVLAN_DEFAULTS.bcqueuelen,
      examples: [5000],
    }),
  ),
  mac: Type.Optional(
    mac({ description: "Hardware address. Default: one of its own for life; the parent's with mode `passthru`." }),
  ),
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes, not above the parent's. Default: what the bridge that it is a port of says, else the parent's.",
    }),
  ),
};
