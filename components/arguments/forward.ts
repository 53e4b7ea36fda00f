// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { SetArgs } from "./set.ts";

/**
 * A rule of FORWARD, one direction: answers need an entry of their own, or state established.
 *
 * @example { source: "11.11.11.0/24" }
 * @example { destination: "11.11.11.0/24", state: ["established", "related"] }
 */
export interface ForwardArgs {
  /**
   * Only packets from this network. Default: any.
   *
   * @example "11.11.11.0/24"
   * @example "fd00::/64"
   */
  source?: pulumi.Input<string> | undefined;
  /**
   * Only packets to this network. Default: any.
   *
   * @example "11.11.11.0/24"
   * @example "fd00::/64"
   */
  destination?: pulumi.Input<string> | undefined;
  /**
   * Only packets that came by this interface; not for chain output. Default: any. A + at the end matches every
   * interface whose name begins so.
   *
   * @example "eth1"
   */
  in?: pulumi.Input<string> | undefined;
  /**
   * Only packets that leave by this interface; not for chain input. Default: any. A + at the end matches every
   * interface whose name begins so.
   *
   * @example "br0"
   */
  out?: pulumi.Input<string> | undefined;
  /**
   * Only packets of this protocol; icmp means ICMPv6 in IPv6. Default: any.
   *
   * @example "tcp"
   */
  protocol?: pulumi.Input<"tcp" | "udp" | "sctp" | "icmp" | "gre" | "esp" | "ah"> | undefined;
  /**
   * Only packets to these ports. A port, a range as text, or a list of them; with protocol tcp, udp or sctp. Default:
   * any. From 1 to 65535.
   *
   * @example 80
   * @example "8000-8010"
   */
  ports?: pulumi.Input<number | string | pulumi.Input<number | string>[]> | undefined;
  /**
   * Only packets that are in all of these sets, or with `not` in none. Default: any. At least 1.
   *
   * @example [{ name: "blocked", flags: "src" }]
   * @example [{ name: "services", flags: "dst,dst", not: true }]
   */
  sets?: pulumi.Input<pulumi.Input<SetArgs>[]> | undefined;
  /**
   * Only packets of connections in one of these states: established has seen packets both ways, related belongs to
   * another connection (an ICMP error, FTP data). Default: any. At least 1.
   *
   * @example ["established", "related"]
   */
  state?: pulumi.Input<pulumi.Input<"new" | "established" | "related" | "invalid" | "untracked">[]> | undefined;
  /**
   * Only this family. Default: that of the addresses and the sets; both for a rule without them.
   *
   * @example "ipv4"
   */
  family?: pulumi.Input<"ipv4" | "ipv6"> | undefined;
  /**
   * Stands in the rule, after the mark of the owner. At most 200 bytes, no control characters. Default: none.
   *
   * @example "the lab's way out"
   */
  comment?: pulumi.Input<string> | undefined;
  /**
   * What happens to the packet.
   *
   * @default "accept"
   * @example "drop"
   */
  verdict?: pulumi.Input<"accept" | "drop" | "reject" | "log"> | undefined;
}
