import { BRIDGE_DEFAULTS } from "../../../../net/schema/bridge.ts";
import type { Entry } from "../../dump.ts";
import { number, ownData, switched, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";
import { sameVlans, VLANS, vlansOf, vlansWanted } from "./vlans.ts";

/** The kernel counts bridge timers in hundredths of a second (USER_HZ); people write seconds. */
const TIMER = { scale: 100 };

const own = withProperties("bridge", {
  stp: switched("stp_state", BRIDGE_DEFAULTS.stp),
  priority: number("priority", BRIDGE_DEFAULTS.priority),
  vlanFiltering: switched("vlan_filtering", BRIDGE_DEFAULTS.vlanFiltering),
  ageing: number("ageing_time", BRIDGE_DEFAULTS.ageing, TIMER),
  forwardDelay: number("forward_delay", BRIDGE_DEFAULTS.forwardDelay, TIMER),
  helloTime: number("hello_time", BRIDGE_DEFAULTS.helloTime, TIMER),
  maxAge: number("max_age", BRIDGE_DEFAULTS.maxAge, TIMER),
  groupFwdMask: number("group_fwd_mask", BRIDGE_DEFAULTS.groupFwdMask),
  mcastSnooping: switched("mcast_snooping", BRIDGE_DEFAULTS.mcastSnooping),
  mcastQuerier: switched("mcast_querier", BRIDGE_DEFAULTS.mcastQuerier),
  mcastRouter: number("mcast_router", BRIDGE_DEFAULTS.mcastRouter),
  nfCallIptables: switched("nf_call_iptables", false),
  nfCallIp6tables: switched("nf_call_ip6tables", false),
  nfCallArptables: switched("nf_call_arptables", false),
});

/** A software bridge: a switch whose ports are the links that name it as their master. */
export const bridge: LinkType = {
  type: "bridge",
  ...own,
  mac: () => "own",
  floats: true,
  fixed: [],
  want: (placed) => {
    const asked = Object.entries(own.want(placed)).filter(([name]) => !CALLS.includes(name) || name in placed.json);
    return { ...Object.fromEntries(asked), [VLANS]: vlansWanted(placed.json.vlans) };
  },
  observe: (link, dump, all) => ({ ...own.observe(link, dump, all), ...borrowed(link), [VLANS]: vlansOf(link, dump) }),
  same: (property, want, have) =>
    property === VLANS ? sameVlans(want, have) : TIMERS.includes(property) && (want === null || have === null),
};

/** Undeclared they have a number of seconds, so that null only ever stands for one that is not to be read now. */
const TIMERS = ["ageing", "forwardDelay", "helloTime", "maxAge"];

/** Whether frames pass a firewall is the machine's to say as well: compared only where it is declared. */
const CALLS = ["nfCallIptables", "nfCallIp6tables", "nfCallArptables"];

/**
 * With the spanning tree protocol the kernel shows, instead of what was set and will be again, what it goes by at present:
 * twice the forward delay as the ageing time while the topology changes, and the root's other timers where another bridge
 * is the root. Then one of its ports leads there: as the root's id `ip` 6.1 prints its own.
 */
function borrowed(link: Entry): Record<string, null> {
  const { stp_state, topology_change, root_port = 0 } = ownData(link);
  if (!stp_state) return {};
  return {
    ...(topology_change === 1 && { ageing: null }),
    ...(root_port !== 0 && { forwardDelay: null, helloTime: null, maxAge: null }),
  };
}
