import type { Dump, Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import { linkNamed } from "../questions.ts";

/** What is off at a port that nobody touched, or on (net/bridge/br_if.c, new_nbp); `ip` says and prints the same words. */
const OFF = [
  ...["hairpin", "guard", "root_block", "fastleave", "proxy_arp", "proxy_arp_wifi", "mcast_to_unicast"],
  ...["neigh_suppress", "vlan_tunnel", "isolated", "locked"],
];
const ON = ["learning", "flood", "mcast_flood", "bcast_flood"];

/** The same, where it is a number. A cost hangs on the speed, which only a pair's ends always have. */
const PRIORITY = 32;
const VETH_COST = 2;

/**
 * How a port differs from one that nobody touched, in the words that make it so, "learning off"; null for a link that is
 * no port of a bridge.
 */
export function portOf(link: Entry, dump: Dump): string[] | null {
  const { info_kind, info_slave_kind, info_slave_data = {} } = (link.linkinfo ?? {}) as Entry;
  if (!link.master) return null;
  if (info_slave_kind !== "bridge") return [];
  const data = info_slave_data as Entry;
  const differs = (name: string, usual: Json) => data[name] !== undefined && data[name] !== usual;
  return [
    ...OFF.filter((name) => differs(name, false)).map((name) => `${name} on`),
    ...ON.filter((name) => differs(name, true)).map((name) => `${name} off`),
    ...(differs("priority", PRIORITY) ? [`priority ${data.priority}`] : []),
    ...(info_kind === "veth" && differs("cost", VETH_COST) ? [`cost ${data.cost}`] : []),
    ...(differs("state", "forwarding") && forwards(link, dump) ? [`state ${data.state}`] : []),
  ];
}

/** Whether the kernel lets a port forward that nobody stopped: what does not run does not, nor what STP holds back. */
function forwards({ master, flags, operstate }: Entry, dump: Dump): boolean {
  const bridge = linkNamed(dump, master);
  const { info_data } = (bridge?.linkinfo ?? {}) as Entry;
  const isUp = (all: Json | undefined) => Array.isArray(all) && all.includes("UP");
  const runs = operstate === "UP" || operstate === "UNKNOWN";
  return isUp(flags) && isUp(bridge?.flags) && runs && (info_data as Entry | undefined)?.stp_state === 0;
}

/** Words after `ip link set dev NAME` that lead from one list of differences to another. */
export function portWords(want: Json, have: Json | undefined): string {
  const [then, now] = [want, have].map((list) => (Array.isArray(list) ? list.map(String) : []));
  const name = (words: string) => words.split(" ")[0];
  const gone = (now ?? []).filter((words) => !then?.some((other) => name(other) === name(words)));
  return `type bridge_slave ${[...gone.map(usual), ...(then ?? []).map(spelled)].join(" ")}`;
}

function usual(words: string): string {
  const [name = ""] = words.split(" ");
  const numbers: Record<string, number> = { priority: PRIORITY, cost: VETH_COST, state: STATES.indexOf("forwarding") };
  return `${name} ${numbers[name] ?? (ON.includes(name) ? "on" : "off")}`;
}

/** As `ip` prints them; it takes their numbers. */
const STATES = ["disabled", "listening", "learning", "forwarding", "blocking"];

function spelled(words: string): string {
  const [name, value = ""] = words.split(" ");
  return name === "state" ? `state ${STATES.indexOf(value)}` : words;
}
