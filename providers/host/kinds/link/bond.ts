import { formatIp, parseIp } from "../../../../net/ip.ts";
import { BOND_DEFAULTS as USUAL, usualMiimon } from "../../../../net/schema/bond.ts";
import { flag, number, ownData, type Property, switched, text, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** Several addresses, or none: `ip` takes the word without any. */
function addresses(word: string): Property {
  return {
    usual: null,
    read: (data) => data[word] ?? null,
    words: (value) => [word, ...(value === null ? [] : [(value as string[]).join(",")])].join(" "),
    canonical: (value) => value && (value as string[]).map((each) => formatIp(parseIp(each))),
  };
}

const DELAYS = { updelay: "updelay", downdelay: "downdelay", peerNotifyDelay: "peer_notify_delay" };

/** The kernel counts delays in looks at the carriers: another interval makes them others, and without one there are none. */
function inLooks(word: string): Property {
  return {
    ...number(word, 0),
    words(_, { want, have }) {
      const { miimon = 0, ...props } = want?.props ?? {};
      const due = Object.entries(DELAYS).filter(([name]) => miimon !== 0 && (props[name] || have?.props[name]));
      return [`miimon ${miimon}`, ...due.map(([name, delay]) => `${delay} ${props[name]}`)].join(" ");
    },
  };
}

const own = withProperties("bond", {
  mode: text("mode", USUAL.mode),
  miimon: inLooks("miimon"),
  updelay: inLooks(DELAYS.updelay),
  downdelay: inLooks(DELAYS.downdelay),
  peerNotifyDelay: inLooks(DELAYS.peerNotifyDelay),
  useCarrier: switched("use_carrier", USUAL.useCarrier),
  arpInterval: number("arp_interval", USUAL.arpInterval),
  arpIpTarget: addresses("arp_ip_target"),
  nsIp6Target: addresses("ns_ip6_target"),
  arpMissedMax: number("arp_missed_max", USUAL.arpMissedMax),
  arpValidate: text("arp_validate", USUAL.arpValidate),
  arpAllTargets: text("arp_all_targets", USUAL.arpAllTargets),
  primaryReselect: text("primary_reselect", USUAL.primaryReselect),
  failOverMac: text("fail_over_mac", USUAL.failOverMac),
  xmitHashPolicy: text("xmit_hash_policy", USUAL.xmitHashPolicy),
  resendIgmp: number("resend_igmp", USUAL.resendIgmp),
  numPeerNotif: { ...number("num_peer_notif", USUAL.numPeerNotif), words: (value) => `num_grat_arp ${value}` },
  allSlavesActive: switched("all_slaves_active", USUAL.allSlavesActive),
  minLinks: number("min_links", USUAL.minLinks),
  lpInterval: number("lp_interval", USUAL.lpInterval),
  packetsPerSlave: number("packets_per_slave", USUAL.packetsPerSlave),
  tlbDynamicLb: switched("tlb_dynamic_lb", USUAL.tlbDynamicLb),
  lacpRate: { ...text("ad_lacp_rate", USUAL.lacpRate), words: (value) => `lacp_rate ${value}` },
  lacpActive: {
    ...flag("lacp_active", USUAL.lacpActive),
    read: ({ ad_lacp_active }) => ad_lacp_active !== "off",
  },
  adSelect: text("ad_select", USUAL.adSelect),
  adActorSysPrio: number("ad_actor_sys_prio", USUAL.adActorSysPrio),
  adActorSystem: {
    ...text("ad_actor_system", USUAL.adActorSystem),
    canonical: (value) => String(value).toLowerCase(),
  },
  adUserPortKey: number("ad_user_port_key", USUAL.adUserPortKey),
});

/** The kernel changes these on a bond that is down, and the first two on one that has no members (bond_options.c). */
const FIXED = ["mode", "failOverMac", "tlbDynamicLb", "lacpRate", "lacpActive", "adSelect", "adUserPortKey"];

/** Several interfaces as one: its members, the links that name it as their master, take its address and size. */
export const bond: LinkType = {
  type: "bond",
  ...own,
  part: { what: "bonds", config: "CONFIG_BONDING", module: "bonding", line: "link add name pair type bond" },
  mac: ({ failOverMac }) => (failOverMac === USUAL.failOverMac ? "own" : undefined),
  fixed: FIXED,
  // `ip` has no word for none.
  isFixed: ({ property, want }) => property === "primary" && want === null,
  want: (placed) => ({
    ...own.want(placed),
    miimon: placed.json.miimon ?? usualMiimon(placed.json.mode),
    primary: placed.json.primary ?? null,
  }),
  observe: (link, dump, all) => ({ ...own.observe(link, dump, all), primary: ownData(link).primary ?? null }),
  late: ["primary"],
  change: (property, value, sides) =>
    property === "primary" ? `type bond primary ${value}` : own.change(property, value, sides),
};
