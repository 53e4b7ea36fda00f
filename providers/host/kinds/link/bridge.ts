import { BRIDGE_DEFAULTS } from "../../../../net/schema/bridge.ts";
import type { Entry } from "../../dump.ts";
import { flag, number, ownData, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** The kernel counts bridge timers in hundredths of a second (USER_HZ); people write seconds. */
const TIMER = { scale: 100 };

const switched = (word: string, usual: boolean) => flag(word, usual, { yes: `${word} 1`, no: `${word} 0` });

const own = withProperties("bridge", {
  stp: switched("stp_state", BRIDGE_DEFAULTS.stp),
  vlanFiltering: switched("vlan_filtering", BRIDGE_DEFAULTS.vlanFiltering),
  ageing: number("ageing_time", BRIDGE_DEFAULTS.ageing, TIMER),
  forwardDelay: number("forward_delay", BRIDGE_DEFAULTS.forwardDelay, TIMER),
});

/** A software bridge: a switch whose ports are the links that name it as their master. */
export const bridge: LinkType = {
  type: "bridge",
  ...own,
  mac: () => "own",
  floats: true,
  fixed: [],
  observe: (link, dump, all) => ({ ...own.observe(link, dump, all), ...borrowed(link) }),
  same: (property, want, have) => isTimer(property) && (want === null || have === null),
};

/**
 * With the spanning tree protocol the kernel shows, instead of what was set and will be again, what it goes by at present:
 * twice the forward delay as the ageing time while the topology changes, and the root's forward delay where another
 * bridge is the root.
 */
function borrowed(link: Entry): Record<string, null> {
  const { stp_state, topology_change, root_id, bridge_id } = ownData(link);
  if (!stp_state) return {};
  return { ...(topology_change === 1 && { ageing: null }), ...(root_id !== bridge_id && { forwardDelay: null }) };
}

/** Undeclared they are 300 and 15 seconds, so that null only ever stands for one that is not to be read now. */
function isTimer(property: string): boolean {
  return property === "ageing" || property === "forwardDelay";
}
