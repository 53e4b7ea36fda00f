// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceArgs } from "./service.ts";

/**
 * Destination NAT for packets to the host's own addresses, from outside, from the host itself and from the service's
 * neighbours, with the rules that let them and the answers pass. Not by 127.0.0.1: see hostIp.
 *
 * @example { port: 8080, to: "11.11.11.2:80" }
 */
export interface FirewallPublishArgs {
  /**
   * The port of this host, or a range as text. From 1 to 65535.
   *
   * @example 8080
   * @example "8000-8010"
   */
  port: pulumi.Input<number | string>;
  /**
   * Where it leads: address and port, the same port when there is none. A range leads to a range of the same length,
   * first to first and so on. An IPv6 address with a port stands in brackets.
   *
   * @example "11.11.11.2:80"
   * @example "11.11.11.2:9000-9010"
   */
  to: pulumi.Input<string | ServiceArgs>;
  /**
   * Only on this address of the host. Default: on every one but loopback. 127.0.0.1 and ::1 are refused: the kernel
   * drops packets from loopback on any other interface unless route_localnet is set, and that opens the host's own
   * services to its neighbours (CVE-2020-8558). Use another address of the host instead.
   *
   * @example "192.168.104.2"
   */
  hostIp?: pulumi.Input<string> | undefined;
  /**
   * The protocol.
   *
   * @default "tcp"
   * @example "udp"
   */
  protocol?: pulumi.Input<"tcp" | "udp" | "sctp"> | undefined;
  /**
   * Whether neighbours of the service reach it by the host's address too: their packets leave under the host's, so
   * that the answer comes back this way. Their network is that of the declared address which contains the service;
   * write it here where the document declares none. With bridge-nf-call-iptables = 1 the service reaches itself this
   * way only if its bridge port has hairpin on.
   *
   * @default true
   * @example false
   * @example "172.17.0.0/16"
   */
  hairpin?: pulumi.Input<boolean | string> | undefined;
  /**
   * Only for clients in this network. Default: any.
   *
   * @example "192.168.104.0/24"
   */
  source?: pulumi.Input<string> | undefined;
  /**
   * Only for packets that come by this interface: not for the host itself, nor for neighbours. Default: any. A + at
   * the end matches every interface whose name begins so.
   *
   * @example "eth1"
   */
  in?: pulumi.Input<string> | undefined;
  /**
   * Stands in the rules, after the mark of the owner. At most 200 bytes, no control characters. Default: none.
   *
   * @example "the lab's way out"
   */
  comment?: pulumi.Input<string> | undefined;
}
