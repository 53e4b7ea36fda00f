// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";

export interface BondInterfaceArgs {
  /**
   * Several interfaces as one: those that name it as their master.
   *
   * @example "bond"
   */
  type: "bond";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Hardware address, of its members too while they are in it. Default: one of its own, that it keeps for its life;
   * with `failOverMac` the active member's.
   *
   * @example "02:00:00:00:00:01"
   */
  mac?: pulumi.Input<string> | undefined;
  /**
   * The bridge, in the same scope, that this link is a port of, the bond that it is a member of, or the VRF whose
   * table it goes by. On the host it may be one that is not ours: it is used and left as it is. Default: none.
   *
   * @example "br0"
   */
  master?: pulumi.Input<string> | undefined;
  /**
   * What it is as a port of its bridge, as `bridge link set`, `bridge vlan` and `bridge fdb`. Default: each property
   * as at a port that nobody touched.
   *
   * @example { isolated: true }
   * @example { hairpin: true, learning: false, cost: 50 }
   */
  port?: pulumi.Input<BridgePortArgs> | undefined;
  /**
   * What becomes of packets that leave by this interface, as `tc qdisc add ... root netem` (the kernel's module
   * sch_netem). For those that come in: `shaping` of the other end. Default: none.
   *
   * @example { delay: "40ms", loss: "1%" }
   * @example { rate: "10mbit", limit: 100 }
   */
  shaping?: pulumi.Input<ShapingArgs> | undefined;
  /**
   * IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those
   * to an IPv6 subnet by the last.
   *
   * @default []
   * @example ["11.11.11.1/24", "fd00::1/64"]
   */
  addresses?: pulumi.Input<pulumi.Input<string | AddressArgs>[]> | undefined;
  /**
   * Which members frames leave by: all in turn, one while the others wait, one by its hash, every one, those that the
   * switch agrees to (LACP), the least loaded.
   *
   * @default "balance-rr"
   * @example "balance-alb"
   */
  mode?: pulumi.Input<"balance-rr" | "active-backup" | "balance-xor" | "broadcast" | "802.3ad" | "balance-tlb" | "balance-alb"> | undefined;
  /**
   * Largest packet in bytes, of its members too. Default: what the bridge that it is a port of says, else 1500. From
   * 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Milliseconds between two looks at the carriers of members; 0 for none. Default: 100 in modes 802.3ad, balance-tlb
   * and balance-alb, else 0: a member without a carrier is then never noticed. From 0 to 2147483647.
   *
   * @example 100
   */
  miimon?: pulumi.Input<number> | undefined;
  /**
   * Milliseconds that a carrier must be there before its member is used; a multiple of `miimon`. From 0 to 2147483647.
   *
   * @default 0
   * @example 200
   */
  updelay?: pulumi.Input<number> | undefined;
  /**
   * Milliseconds that a carrier must be away before its member is not; a multiple of `miimon`. From 0 to 2147483647.
   *
   * @default 0
   * @example 200
   */
  downdelay?: pulumi.Input<number> | undefined;
  /**
   * Milliseconds between two announcements after a failover; a multiple of `miimon`. From 0 to 2147483647.
   *
   * @default 0
   * @example 200
   */
  peerNotifyDelay?: pulumi.Input<number> | undefined;
  /**
   * Asks the driver's carrier, not its registers.
   *
   * @default true
   * @example false
   */
  useCarrier?: pulumi.Input<boolean> | undefined;
  /**
   * Milliseconds between two ARP requests to `arpIpTarget`, by which members are watched; 0 for none. Not with
   * `miimon`. From 0 to 2147483647.
   *
   * @default 0
   * @example 1000
   */
  arpInterval?: pulumi.Input<number> | undefined;
  /**
   * Machines whose answers show that a member works. Default: none. At least 1.
   *
   * @example ["11.11.11.1"]
   */
  arpIpTarget?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * The same by neighbour solicitations. Default: none. At least 1.
   *
   * @example ["fd00::1"]
   */
  nsIp6Target?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Answers that may be missing before a member counts as down. From 1 to 255.
   *
   * @default 2
   * @example 3
   */
  arpMissedMax?: pulumi.Input<number> | undefined;
  /**
   * Members whose answers are looked at, and not only counted; with `filter` nothing else counts.
   *
   * @default "none"
   * @example "filter_backup"
   */
  arpValidate?: pulumi.Input<"none" | "active" | "backup" | "all" | "filter" | "filter_active" | "filter_backup"> | undefined;
  /**
   * How many targets must answer a member.
   *
   * @default "any"
   * @example "all"
   */
  arpAllTargets?: pulumi.Input<"any" | "all"> | undefined;
  /**
   * The member that is used while it works (modes active-backup, balance-tlb, balance-alb). Default: none.
   *
   * @example "eth0"
   */
  primary?: pulumi.Input<string> | undefined;
  /**
   * When a primary that works again is used again: at once, where it is faster, where the other fails.
   *
   * @default "always"
   * @example "failure"
   */
  primaryReselect?: pulumi.Input<"always" | "better" | "failure"> | undefined;
  /**
   * In mode active-backup, whether members keep addresses of their own: the bond then has the active one's, or takes
   * it along.
   *
   * @default "none"
   * @example "follow"
   */
  failOverMac?: pulumi.Input<"none" | "active" | "follow"> | undefined;
  /**
   * What flows are told by in modes balance-xor, 802.3ad and balance-tlb.
   *
   * @default "layer2"
   * @example "vlan+srcmac"
   */
  xmitHashPolicy?: pulumi.Input<"layer2" | "layer2+3" | "layer3+4" | "encap2+3" | "encap3+4" | "vlan+srcmac"> | undefined;
  /**
   * IGMP reports after a failover. From 0 to 255.
   *
   * @default 1
   * @example 3
   */
  resendIgmp?: pulumi.Input<number> | undefined;
  /**
   * Announcements of its addresses after a failover (`num_grat_arp` and `num_unsol_na` of ip). From 0 to 255.
   *
   * @default 1
   * @example 3
   */
  numPeerNotif?: pulumi.Input<number> | undefined;
  /**
   * Takes frames from members that wait, too.
   *
   * @default false
   * @example true
   */
  allSlavesActive?: pulumi.Input<boolean> | undefined;
  /**
   * Members that must work before the bond has a carrier, in mode 802.3ad. From 0 to 2147483647.
   *
   * @default 0
   * @example 2
   */
  minLinks?: pulumi.Input<number> | undefined;
  /**
   * Seconds between two learning packets to the switch, in modes balance-tlb and balance-alb. From 1 to 2147483647.
   *
   * @default 1
   * @example 10
   */
  lpInterval?: pulumi.Input<number> | undefined;
  /**
   * Packets by one member before the next one's turn, in mode balance-rr; 0 for at random. From 0 to 65535.
   *
   * @default 1
   * @example 4
   */
  packetsPerSlave?: pulumi.Input<number> | undefined;
  /**
   * Flows move by load in modes balance-tlb and balance-alb; false: by their hash.
   *
   * @default true
   * @example false
   */
  tlbDynamicLb?: pulumi.Input<boolean> | undefined;
  /**
   * How often the other side is asked to announce itself, in mode 802.3ad: every 30 s, or every second.
   *
   * @default "slow"
   * @example "fast"
   */
  lacpRate?: pulumi.Input<"slow" | "fast"> | undefined;
  /**
   * Announces itself, in mode 802.3ad, and not only as an answer.
   *
   * @default true
   * @example false
   */
  lacpActive?: pulumi.Input<boolean> | undefined;
  /**
   * Which group of members is used, in mode 802.3ad: the first while it works, the fastest, the largest.
   *
   * @default "stable"
   * @example "count"
   */
  adSelect?: pulumi.Input<"stable" | "bandwidth" | "count"> | undefined;
  /**
   * System priority, in mode 802.3ad. From 1 to 65535.
   *
   * @default 65535
   * @example 1000
   */
  adActorSysPrio?: pulumi.Input<number> | undefined;
  /**
   * The system's address, in mode 802.3ad. Default: the bond's.
   *
   * @example "02:00:00:00:00:01"
   */
  adActorSystem?: pulumi.Input<string> | undefined;
  /**
   * The upper ten bits of the port key, in mode 802.3ad. From 0 to 1023.
   *
   * @default 0
   * @example 5
   */
  adUserPortKey?: pulumi.Input<number> | undefined;
}
