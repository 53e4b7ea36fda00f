// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { SetArgs } from "./set.ts";

/**
 * A rule of the filter table.
 *
 * @example { chain: "input", protocol: "tcp", ports: 22, verdict: "accept" }
 */
export interface FilterArgs {
  /**
   * Packets to this host, through it, or from it.
   *
   * @example "input"
   */
  chain: pulumi.Input<"input" | "forward" | "output">;
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
   * Only packets from these ports. A port, a range as text, or a list of them; with protocol tcp, udp or sctp.
   * Default: any. From 1 to 65535.
   *
   * @example 80
   * @example "8000-8010"
   */
  sourcePorts?: pulumi.Input<number | string | pulumi.Input<number | string>[]> | undefined;
  /**
   * Only this ICMP message, by name or number; with protocol icmp. Default: any. From 0 to 254.
   *
   * @example "echo-request"
   * @example 8
   */
  icmpType?: pulumi.Input<"echo-reply" | "echo-request" | "destination-unreachable" | "packet-too-big" | "time-exceeded" | "parameter-problem" | "redirect" | "router-solicitation" | "router-advertisement" | "neighbour-solicitation" | "neighbour-advertisement" | "timestamp-request" | "timestamp-reply" | number> | undefined;
  /**
   * accept, drop; reject: drop and tell the sender; log: write to the kernel's log and go on.
   *
   * @example "drop"
   */
  verdict: pulumi.Input<"accept" | "drop" | "reject" | "log">;
  /**
   * With verdict reject: what the sender is told. tcp-reset takes protocol tcp.
   *
   * @default "port-unreachable"
   * @example "tcp-reset"
   */
  rejectWith?: pulumi.Input<"port-unreachable" | "host-unreachable" | "no-route" | "admin-prohibited" | "tcp-reset"> | undefined;
  /**
   * With verdict log: what each line begins with. At most 29 printable ASCII characters. Default: none.
   *
   * @example "dropped: "
   */
  logPrefix?: pulumi.Input<string> | undefined;
}
