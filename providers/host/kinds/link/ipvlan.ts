import { IPVLAN_DEFAULTS } from "../../../../net/schema/ipvlan.ts";
import { parentOf, parentWanted } from "./parent.ts";
import { type Property, text, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** A dump has each as a mark of its own, and `ip` takes them without a word before. */
const apart: Property = {
  usual: IPVLAN_DEFAULTS.flag,
  read: (data) => (data.private ? "private" : data.vepa ? "vepa" : "bridge"),
  words: String,
};

const own = withProperties("ipvlan", { mode: text("mode", IPVLAN_DEFAULTS.mode), flag: apart });

/** An interface with addresses of its own on another one, and the MAC address of that, whatever it becomes. */
export const ipvlan: LinkType = {
  type: "ipvlan",
  ...own,
  part: {
    what: "ipvlan",
    config: "CONFIG_IPVLAN",
    module: "ipvlan",
    line: "link add link near name shared type ipvlan",
  },
  flags: ({ mode }) => ({ arp: mode === "l2" }),
  clashes: (want, have) => have.parent === want.parent && (have.type === "macvlan" || have.type === "macvtap"),
  fixed: ["parent"],
  want: (placed) => ({ parent: parentWanted(placed), ...own.want(placed) }),
  // A mode without a flag takes the flag away.
  change: (_property, _value, { want }) => `type ipvlan mode ${want?.props.mode} ${want?.props.flag}`,
  observe: (link, dump, all) => ({ parent: parentOf(link, dump, all), ...own.observe(link, dump, all) }),
};
