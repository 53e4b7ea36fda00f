import type { Json } from "../../../../providers/host/json.ts";
import { enslave, release } from "./bond.ts";
import { cycle, type Link, type Space, usualVlans } from "./state.ts";

/** A port that nobody touched, as `ip` shows it; of the rest a dump that lacks it says that it is as usual. */
const UNTOUCHED = { state: "forwarding", priority: 32, hairpin: false, learning: true, isolated: false };

/** What is shown of a port: whatever it is, its cost too. */
export function slaveData({ kind, port }: Link): Record<string, Json> {
  return { ...UNTOUCHED, cost: kind === "veth" ? 2 : 100, ...port };
}

/** A link that joins another master, or leaves its own, forgets all that it was as a port. */
export function lead(here: Space, link: Link, master: string | null): string | undefined {
  const bridge = here.links.find(({ ifname }) => ifname === master);
  const left = here.links.find(({ ifname }) => ifname === link.master);
  if (master !== null && !["bridge", "bond", "vrf"].includes(bridge?.kind ?? ""))
    return "RTNETLINK answers: Operation not supported";
  const vlans = bridge?.kind === "bridge" ? usualVlans() : new Map();
  if (master !== link.master) Object.assign(link, { port: {}, vlans });
  if (master !== link.master) here.fdb = here.fdb.filter((one) => one.dev !== link.ifname || one.dst !== undefined);
  if (left !== bridge && left?.kind === "bond") release(here, link);
  link.master = null;
  const refused = left !== bridge && bridge?.kind === "bond" ? enslave(here, link, bridge) : undefined;
  if (refused !== undefined) return refused;
  link.master = master;
  if (left !== bridge && [left, bridge].some((each) => each?.kind === "vrf")) cycle(here, link);
  return undefined;
}

/** Takes the words after `type bridge_slave`, all of them. */
export function touch(link: Link, words: string[]): string | undefined {
  if (link.master === null) return "RTNETLINK answers: Operation not supported";
  while (words.length > 0) {
    const [word = "", value = ""] = words.splice(0, 2);
    link.port[word] = value === "on" || value === "off" ? value === "on" : Number(value);
  }
  return undefined;
}
