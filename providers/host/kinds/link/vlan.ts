import { VLAN_DEFAULTS } from "../../../../net/schema/vlan.ts";
import type { Entry } from "../../dump.ts";
import { parentOf, parentWanted } from "./parent.ts";
import { flag, number, type Property, text, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** Ethernet types of the tags, as `ip -N` prints them. */
const PROTOCOLS: Record<string, string> = { "[33024]": "802.1Q", "[34984]": "802.1ad" };

/** A dump lists those that are on, in capitals. */
function listed(word: string, usual: boolean): Property {
  const has = ({ flags = [] }: Entry) => (flags as string[]).includes(word.toUpperCase());
  return { ...flag(word, usual), read: has };
}

const own = withProperties("vlan", {
  id: number("id", null),
  protocol: {
    ...text("protocol", VLAN_DEFAULTS.protocol),
    read: ({ protocol }) => PROTOCOLS[String(protocol)] ?? String(protocol),
  },
  reorderHdr: listed("reorder_hdr", VLAN_DEFAULTS.reorderHdr),
  gvrp: listed("gvrp", VLAN_DEFAULTS.gvrp),
  mvrp: listed("mvrp", VLAN_DEFAULTS.mvrp),
  looseBinding: listed("loose_binding", VLAN_DEFAULTS.looseBinding),
});

/** A VLAN: the frames of one tag that its parent carries. */
export const vlan: LinkType = {
  type: "vlan",
  ...own,
  part: {
    what: "VLANs",
    config: "CONFIG_VLAN_8021Q",
    module: "8021q",
    line: "link add link near name tagged type vlan id 1",
  },
  mac: () => "parent",
  clashes: (want, have) =>
    have.type === "vlan" && ["parent", "id", "protocol"].every((property) => want[property] === have[property]),
  // The kernel takes another number for a living one, and does nothing.
  fixed: ["parent", "id", "protocol"],
  want: (placed) => ({ parent: parentWanted(placed), ...own.want(placed) }),
  observe: (link, dump, all) => ({ parent: parentOf(link, dump, all), ...own.observe(link, dump, all) }),
};
