import { BRIDGE_DEFAULTS } from "../../../../net/schema/bridge.ts";
import type { Json } from "../../json.ts";
import type { Item } from "../../model.ts";
import type { LinkType } from "./type.ts";

/** The kernel counts bridge timers in hundredths of a second (USER_HZ); people write seconds. */
const HZ = 100;

/** Each property: its word for `ip`, the field of the dump, and how the value goes there and back. */
const FIELDS = {
  stp: { word: "stp_state", write: (value: Json) => (value ? 1 : 0), read: (value: Json) => value !== 0 },
  vlanFiltering: {
    word: "vlan_filtering",
    write: (value: Json) => (value ? 1 : 0),
    read: (value: Json) => value !== 0,
  },
  ageing: {
    word: "ageing_time",
    write: (value: Json) => Number(value) * HZ,
    read: (value: Json) => Number(value) / HZ,
  },
  forwardDelay: {
    word: "forward_delay",
    write: (value: Json) => Number(value) * HZ,
    read: (value: Json) => Number(value) / HZ,
  },
} as const;

type Field = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as Field[];

/** A software bridge: a switch whose ports are the links that name it as their master. */
export const bridge: LinkType = {
  type: "bridge",
  mac: "own",
  floats: true,
  fixed: [],
  want: ({ json }) => Object.fromEntries(NAMES.map((name) => [name, json[name] ?? BRIDGE_DEFAULTS[name]])),
  observe(link) {
    const data = ((link.linkinfo as Record<string, Json>)?.info_data ?? {}) as Record<string, Json>;
    const told = (name: Field) => FIELDS[name].read(data[FIELDS[name].word] ?? 0);
    return Object.fromEntries(NAMES.map((name) => [name, borrowed(name, data) ? null : told(name)]));
  },
  same: (property, want, have) => isTimer(property) && (want === null || have === null),
  create: (item) =>
    `type bridge${differing(item)
      .map((name) => ` ${words(name, item.props[name])}`)
      .join("")}`,
  change: (property, value) => `type bridge ${words(property as Field, value)}`,
};

/**
 * With the spanning tree protocol the kernel shows, instead of what was set and will be again, what it goes by at present:
 * twice the forward delay as the ageing time while the topology changes, and the root's forward delay where another
 * bridge is the root.
 */
function borrowed(name: Field, { stp_state, topology_change, root_id, bridge_id }: Record<string, Json>): boolean {
  if (!stp_state) return false;
  return name === "ageing" ? topology_change === 1 : name === "forwardDelay" && root_id !== bridge_id;
}

/** Undeclared they are 300 and 15 seconds, so that null only ever stands for one that is not to be read now. */
function isTimer(property: string): boolean {
  return property === "ageing" || property === "forwardDelay";
}

/** Only what differs from the default is written: a kernel without VLAN filtering refuses even a zero. */
function differing(item: Item): Field[] {
  return NAMES.filter((name) => (item.props[name] ?? BRIDGE_DEFAULTS[name]) !== BRIDGE_DEFAULTS[name]);
}

function words(name: Field, value: Json | undefined): string {
  return `${FIELDS[name].word} ${FIELDS[name].write(value ?? BRIDGE_DEFAULTS[name])}`;
}
