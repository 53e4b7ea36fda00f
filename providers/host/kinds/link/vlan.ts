import { VLAN_DEFAULTS } from "../../../../net/schema/vlan.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
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

interface Mapping extends Entry {
  from: number;
  to: number;
}

/** Priorities for others, by the first: `3:1 4:2`. What goes is mapped to none. */
function qosMap(name: string, word: string, shown: string): Property {
  return {
    usual: "",
    read: ({ [shown]: list = [] }) => mapText(list),
    canonical: mapText,
    words: (value, { have }) => {
      const wanted = mapIn(value);
      const kept = new Set(wanted.map(({ from }) => from));
      const gone = mapIn(have?.props[name] ?? "").flatMap(({ from }) => (kept.has(from) ? [] : [{ from, to: 0 }]));
      return `${word} ${mapText([...wanted, ...gone])}`;
    },
  };
}

/** The words of ip, and the name that a dump has. */
const MAPS: Readonly<Record<string, { word: string; shown: string }>> = {
  ingressQosMap: { word: "ingress-qos-map", shown: "ingress_qos" },
  egressQosMap: { word: "egress-qos-map", shown: "egress_qos" },
};

/** Of a list that is declared or dumped; of its own text the same. */
function mapText(list: Json): string {
  if (!Array.isArray(list)) return String(list);
  const inTurn = (list as Mapping[]).toSorted((a, b) => a.from - b.from);
  return inTurn.map(({ from, to }) => `${from}:${to}`).join(" ");
}

function mapIn(text: Json): Mapping[] {
  const pairs = String(text).split(" ").filter(Boolean);
  return pairs.map((pair) => {
    const [from = 0, to = 0] = pair.split(":").map(Number);
    return { from, to };
  });
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
  bridgeBinding: listed("bridge_binding", VLAN_DEFAULTS.bridgeBinding),
  ...Object.fromEntries(Object.entries(MAPS).map(([name, { word, shown }]) => [name, qosMap(name, word, shown)])),
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
  show: (property, value) => (property in MAPS ? mapIn(value) : value),
  want: (placed) => ({ parent: parentWanted(placed), ...own.want(placed) }),
  observe: (link, dump, all) => ({ parent: parentOf(link, dump, all), ...own.observe(link, dump, all) }),
};
