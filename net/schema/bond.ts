import { Type } from "typebox";
import { flag, ifName, ip, mac, mtu, words } from "../schema.ts";

/** The kernel's defaults (bond_check_params in drivers/net/bonding/bond_main.c). */
export const BOND_DEFAULTS = {
  mode: "balance-rr",
  updelay: 0,
  downdelay: 0,
  peerNotifyDelay: 0,
  useCarrier: true,
  arpInterval: 0,
  arpMissedMax: 2,
  arpValidate: "none",
  arpAllTargets: "any",
  primaryReselect: "always",
  failOverMac: "none",
  xmitHashPolicy: "layer2",
  resendIgmp: 1,
  numPeerNotif: 1,
  allSlavesActive: false,
  minLinks: 0,
  lpInterval: 1,
  packetsPerSlave: 1,
  lacpActive: true,
  lacpRate: "slow",
  adSelect: "stable",
  adActorSysPrio: 65535,
  adActorSystem: "00:00:00:00:00:00",
  adUserPortKey: 0,
  tlbDynamicLb: true,
} as const;

/** Modes in which members are watched by their carrier whatever is said (bond_option_mode_set in bond_options.c). */
const WATCHED = ["802.3ad", "balance-tlb", "balance-alb"];

/** Milliseconds between two looks at the carriers of members, where a declaration says none. */
export function usualMiimon(mode: unknown): number {
  return WATCHED.includes(String(mode)) ? 100 : 0;
}

const milliseconds = (description: string, usual: number, examples: number[]) =>
  Type.Optional(Type.Integer({ description, minimum: 0, maximum: 2_147_483_647, default: usual, examples }));

const choice = <const Word extends string>(choices: readonly Word[], usual: Word, description: string) =>
  Type.Optional(words(choices, { description, default: usual, examples: [choices.at(-1)] }));

/** What a bond has besides the fields of all links, as `ip link add ... type bond` (Documentation/networking/bonding.rst). */
export const bondFields = {
  mode: choice(
    ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"],
    BOND_DEFAULTS.mode,
    "Which members frames leave by: all in turn, one while the others wait, one by its hash, every one, those that the " +
      "switch agrees to (LACP), the least loaded.",
  ),
  mac: Type.Optional(
    mac({
      description:
        "Hardware address, of its members too while they are in it. Default: one of its own, that it keeps for its life; " +
        "with `failOverMac` the active member's.",
    }),
  ),
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes, of its members too. Default: what the bridge that it is a port of says, else 1500.",
    }),
  ),
  miimon: Type.Optional(
    Type.Integer({
      description:
        "Milliseconds between two looks at the carriers of members; 0 for none. Default: 100 in modes 802.3ad, " +
        "balance-tlb and balance-alb, else 0: a member without a carrier is then never noticed.",
      minimum: 0,
      maximum: 2_147_483_647,
      examples: [100],
    }),
  ),
  updelay: milliseconds(
    "Milliseconds that a carrier must be there before its member is used; a multiple of `miimon`.",
    BOND_DEFAULTS.updelay,
    [200],
  ),
  downdelay: milliseconds(
    "Milliseconds that a carrier must be away before its member is not; a multiple of `miimon`.",
    BOND_DEFAULTS.downdelay,
    [200],
  ),
  peerNotifyDelay: milliseconds(
    "Milliseconds between two announcements after a failover; a multiple of `miimon`.",
    BOND_DEFAULTS.peerNotifyDelay,
    [200],
  ),
  useCarrier: Type.Optional(
    flag({ description: "Asks the driver's carrier, not its registers.", default: BOND_DEFAULTS.useCarrier }),
  ),
  arpInterval: milliseconds(
    "Milliseconds between two ARP requests to `arpIpTarget`, by which members are watched; 0 for none. Not with `miimon`.",
    BOND_DEFAULTS.arpInterval,
    [1000],
  ),
  arpIpTarget: Type.Optional(
    Type.Array(ip({ description: "An IPv4 address.", examples: ["11.11.11.1"] }), {
      description: "Machines whose answers show that a member works. Default: none.",
      minItems: 1,
      maxItems: 16,
      examples: [["11.11.11.1"]],
    }),
  ),
  nsIp6Target: Type.Optional(
    Type.Array(ip({ description: "An IPv6 address.", examples: ["fd00::1"] }), {
      description: "The same by neighbour solicitations. Default: none.",
      minItems: 1,
      maxItems: 16,
      examples: [["fd00::1"]],
    }),
  ),
  arpMissedMax: Type.Optional(
    Type.Integer({
      description: "Answers that may be missing before a member counts as down.",
      minimum: 1,
      maximum: 255,
      default: BOND_DEFAULTS.arpMissedMax,
      examples: [3],
    }),
  ),
  arpValidate: choice(
    ["none", "active", "backup", "all", "filter", "filter_active", "filter_backup"],
    BOND_DEFAULTS.arpValidate,
    "Members whose answers are looked at, and not only counted; with `filter` nothing else counts.",
  ),
  arpAllTargets: choice(["any", "all"], BOND_DEFAULTS.arpAllTargets, "How many targets must answer a member."),
  primary: Type.Optional(
    ifName({
      description:
        "The member that is used while it works (modes active-backup, balance-tlb, balance-alb). Default: none.",
      examples: ["eth0"],
    }),
  ),
  primaryReselect: choice(
    ["always", "better", "failure"],
    BOND_DEFAULTS.primaryReselect,
    "When a primary that works again is used again: at once, where it is faster, where the other fails.",
  ),
  failOverMac: choice(
    ["none", "active", "follow"],
    BOND_DEFAULTS.failOverMac,
    "In mode active-backup, whether members keep addresses of their own: the bond then has the active one's, or takes it along.",
  ),
  xmitHashPolicy: choice(
    ["layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4", "vlan+srcmac"],
    BOND_DEFAULTS.xmitHashPolicy,
    "What flows are told by in modes balance-xor, 802.3ad and balance-tlb.",
  ),
  resendIgmp: Type.Optional(
    Type.Integer({
      description: "IGMP reports after a failover.",
      minimum: 0,
      maximum: 255,
      default: BOND_DEFAULTS.resendIgmp,
      examples: [3],
    }),
  ),
  numPeerNotif: Type.Optional(
    Type.Integer({
      description: "Announcements of its addresses after a failover (`num_grat_arp` and `num_unsol_na` of ip).",
      minimum: 0,
      maximum: 255,
      default: BOND_DEFAULTS.numPeerNotif,
      examples: [3],
    }),
  ),
  allSlavesActive: Type.Optional(
    flag({
      description: "Takes frames from members that wait, too.",
      default: BOND_DEFAULTS.allSlavesActive,
    }),
  ),
  minLinks: Type.Optional(
    Type.Integer({
      description: "Members that must work before the bond has a carrier, in mode 802.3ad.",
      minimum: 0,
      maximum: 2_147_483_647,
      default: BOND_DEFAULTS.minLinks,
      examples: [2],
    }),
  ),
  lpInterval: Type.Optional(
    Type.Integer({
      description: "Seconds between two learning packets to the switch, in modes balance-tlb and balance-alb.",
      minimum: 1,
      maximum: 2_147_483_647,
      default: BOND_DEFAULTS.lpInterval,
      examples: [10],
    }),
  ),
  packetsPerSlave: Type.Optional(
    Type.Integer({
      description: "Packets by one member before the next one's turn, in mode balance-rr; 0 for at random.",
      minimum: 0,
      maximum: 65535,
      default: BOND_DEFAULTS.packetsPerSlave,
      examples: [4],
    }),
  ),
  tlbDynamicLb: Type.Optional(
    flag({
      description: "Flows move by load in modes balance-tlb and balance-alb; false: by their hash.",
      default: BOND_DEFAULTS.tlbDynamicLb,
    }),
  ),
  lacpRate: choice(
    ["slow", "fast"],
    BOND_DEFAULTS.lacpRate,
    "How often the other side is asked to announce itself, in mode 802.3ad: every 30 s, or every second.",
  ),
  lacpActive: Type.Optional(
    flag({
      description: "Announces itself, in mode 802.3ad, and not only as an answer.",
      default: BOND_DEFAULTS.lacpActive,
    }),
  ),
  adSelect: choice(
    ["stable", "bandwidth", "count"],
    BOND_DEFAULTS.adSelect,
    "Which group of members is used, in mode 802.3ad: the first while it works, the fastest, the largest.",
  ),
  adActorSysPrio: Type.Optional(
    Type.Integer({
      description: "System priority, in mode 802.3ad.",
      minimum: 1,
      maximum: 65535,
      default: BOND_DEFAULTS.adActorSysPrio,
      examples: [1000],
    }),
  ),
  adActorSystem: Type.Optional(
    mac({
      description: "The system's address, in mode 802.3ad. Default: the bond's.",
      examples: ["02:00:00:00:00:01"],
    }),
  ),
  adUserPortKey: Type.Optional(
    Type.Integer({
      description: "The upper ten bits of the port key, in mode 802.3ad.",
      minimum: 0,
      maximum: 1023,
      default: BOND_DEFAULTS.adUserPortKey,
      examples: [5],
    }),
  ),
};
