// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";

export interface MacvtapInterfaceArgs {
  /**
   * A macvlan whose frames a program takes by its character device, /dev/tapN.
   *
   * @example "macvtap"
   */
  type: "macvtap";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Hardware address. Default: one of its own for life; the parent's with mode `passthru`.
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
   * The interface whose frames for this one's own MAC address it takes. One of the same scope, or of the host:
   * `host/eth0`.
   *
   * @example "eth0"
   * @example "host/eth0"
   */
  parent: pulumi.Input<string>;
  /**
   * Whom it reaches on its parent: `private` none of the others, `vepa` them by way of the switch outside, `bridge`
   * them directly, `passthru` is the only one and has the parent's MAC address, `source` takes frames from `sources`
   * alone. None reaches the parent itself. To or from `passthru` it is made anew.
   *
   * @default "vepa"
   * @example "bridge"
   */
  mode?: pulumi.Input<"private" | "vepa" | "bridge" | "passthru" | "source"> | undefined;
  /**
   * The hardware addresses whose frames it takes, with mode `source`.
   *
   * @default []
   * @example ["02:00:00:00:00:07"]
   */
  sources?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * With mode `passthru`: the parent is not made promiscuous. To take it away it is made anew.
   *
   * @default false
   * @example true
   */
  nopromisc?: pulumi.Input<boolean> | undefined;
  /**
   * With mode `source`: frames for its own MAC address from others than `sources` are not taken. To take it away it is
   * made anew.
   *
   * @default false
   * @example true
   */
  nodst?: pulumi.Input<boolean> | undefined;
  /**
   * Broadcasts that may wait to be handed to the interfaces on this parent, which share the longest. From 1 to
   * 1000000.
   *
   * @default 1000
   * @example 5000
   */
  bcqueuelen?: pulumi.Input<number> | undefined;
  /**
   * Largest packet in bytes, not above the parent's. Default: what the bridge that it is a port of says, else the
   * parent's. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
}
