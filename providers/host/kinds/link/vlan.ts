import { VLAN_DEFAULTS } from "../../../../net/schema/vlan.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { LinkType } from "./type.ts";

/** Ethernet types of the tags, as `ip -N` prints them. */
const PROTOCOLS: Record<string, string> = { "[33024]": "802.1Q", "[34984]": "802.1ad" };

/** Each flag: its word for `ip`; the kernel's name of it in a dump is the same in capitals. */
const FLAGS = { reorderHdr: "reorder_hdr", gvrp: "gvrp", mvrp: "mvrp", looseBinding: "loose_binding" } as const;

type Flag = keyof typeof FLAGS;
const NAMES = Object.keys(FLAGS) as Flag[];

/** A VLAN: the frames of one tag that its parent carries. */
export const vlan: LinkType = {
  type: "vlan",
  mac: "parent",
  mtu({ scope, json }, { linkOf, mtuOf }) {
    const parent = linkOf(scope, json.parent);
    return linkOf(scope, json.master)?.json.mtu ?? (parent && mtuOf(parent));
  },
  // The kernel takes another number for a living one, and does nothing.
  fixed: ["parent", "id", "protocol"],
  want: ({ json: { parent = "", id = 0, protocol = VLAN_DEFAULTS.protocol, ...json } }) => {
    const flags = NAMES.map((name) => [name, json[name] ?? VLAN_DEFAULTS[name]] as const);
    return { parent, id, protocol, ...Object.fromEntries(flags) };
  },
  observe(link) {
    const { id = 0, protocol, flags = [] } = ((link.linkinfo as Entry)?.info_data ?? {}) as Entry;
    const has = (name: Flag) => (flags as string[]).includes(FLAGS[name].toUpperCase());
    return {
      parent: link.link ?? `#${link.link_index}`,
      id,
      protocol: PROTOCOLS[String(protocol)] ?? String(protocol),
      ...Object.fromEntries(NAMES.map((name) => [name, has(name)])),
    };
  },
  create({ props }) {
    const differing = NAMES.filter((name) => props[name] !== undefined && props[name] !== VLAN_DEFAULTS[name]);
    const flags = differing.map((name) => ` ${words(name, props[name])}`).join("");
    return `type vlan protocol ${props.protocol} id ${props.id}${flags}`;
  },
  change: (property, value) => `type vlan ${words(property as Flag, value)}`,
};

function words(name: Flag, value: Json | undefined): string {
  return `${FLAGS[name]} ${value ? "on" : "off"}`;
}
