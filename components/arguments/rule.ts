// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * A rule of policy routing: which table is asked for which packets.
 *
 * @example { from: "10.20.0.0/16", table: 100 }
 */
export interface RuleArgs {
  /**
   * Its place: the lowest is asked first, the kernel's own are 0, 32766 and 32767. No two rules of a family share one.
   * Default: what `ip rule add` chooses where nobody else has rules, one below the lowest so far of its family, 32765
   * for the first. From 0 to 4294967295.
   *
   * @example 100
   */
  priority?: pulumi.Input<number> | undefined;
  /**
   * For a rule without `from` and `to`, which could be either.
   *
   * @default "ipv4"
   * @example "ipv6"
   */
  family?: pulumi.Input<"ipv4" | "ipv6"> | undefined;
  /**
   * For packets that do not match, instead of those that do.
   *
   * @default false
   * @example true
   */
  not?: pulumi.Input<boolean> | undefined;
  /**
   * Packets from this network, or this address. Default: from all.
   *
   * @example "11.11.11.0/24"
   * @example "fd00::/64"
   */
  from?: pulumi.Input<string> | undefined;
  /**
   * Packets to this network, or this address. Default: to all.
   *
   * @example "11.11.11.0/24"
   * @example "fd00::/64"
   */
  to?: pulumi.Input<string> | undefined;
  /**
   * Packets that came by this interface; `lo` means those of the scope itself. Default: any.
   *
   * @example "reth0"
   */
  iif?: pulumi.Input<string> | undefined;
  /**
   * Packets of sockets that are bound to this interface. Default: any.
   *
   * @example "reth0"
   */
  oif?: pulumi.Input<string> | undefined;
  /**
   * Packets with this mark, or with these bits of it: MARK/MASK. `firewall` sets none: a tunnel does (its `fwmark`), a
   * program (SO_MARK), or a rule of yours in iptables -t mangle, which stays. Default: any. From 1 to 4294967295.
   *
   * @example "0x1/0xff"
   * @example 7
   */
  fwmark?: pulumi.Input<number | string> | undefined;
  /**
   * Packets with this byte of DSCP (`tos`, `dsfield`), whose two lowest bits are 0; IPv4 knows those up to 0x1c.
   * Default: any. From 4 to 252.
   *
   * @example "0x10"
   * @example 8
   */
  tos?: pulumi.Input<number | string> | undefined;
  /**
   * Packets of this protocol, by name or number. Default: any. From 1 to 255.
   *
   * @example "tcp"
   * @example 89
   */
  ipproto?: pulumi.Input<"icmp" | "tcp" | "udp" | "ipv6-icmp" | "sctp" | "gre" | "esp" | "ah" | number> | undefined;
  /**
   * Packets from this port, or a range as text. Default: any. From 1 to 65535.
   *
   * @example 80
   * @example "8000-8010"
   */
  sport?: pulumi.Input<number | string> | undefined;
  /**
   * Packets to this port, or a range as text. Default: any. From 1 to 65535.
   *
   * @example 80
   * @example "8000-8010"
   */
  dport?: pulumi.Input<number | string> | undefined;
  /**
   * Packets of sockets that belong to these users of the scope itself: FIRST-LAST. Default: any.
   *
   * @example "1000-1999"
   */
  uidrange?: pulumi.Input<string> | undefined;
  /**
   * What happens to a packet: a table is asked (`ip rule` shows it as lookup), or it is dropped in silence, refused
   * with ICMP net unreachable, or with communication prohibited.
   *
   * @default "unicast"
   * @example "blackhole"
   */
  type?: pulumi.Input<"unicast" | "blackhole" | "unreachable" | "prohibit"> | undefined;
  /**
   * The routing table that is asked; with no other type. From 1 to 4294967295.
   *
   * @default "main"
   * @example 100
   */
  table?: pulumi.Input<"main" | "default" | "local" | number> | undefined;
  /**
   * Instead of a table: rules are asked on from this priority, which is a higher one, and which a rule of this family
   * has. Default: none. From 1 to 4294967295.
   *
   * @example 200
   */
  goto?: pulumi.Input<number> | undefined;
  /**
   * The table's answer counts only with a prefix longer than this; 0 lets its default route not count. Default: every
   * answer. From 0 to 128.
   *
   * @example 0
   */
  suppressPrefixlength?: pulumi.Input<number> | undefined;
}
