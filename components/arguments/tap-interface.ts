// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";

export interface TapInterfaceArgs {
  /**
   * An interface of Ethernet whose other side is a program, as of a virtual machine.
   *
   * @example "tap"
   */
  type: "tap";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Hardware address. Default: one of its own, that it keeps for its life.
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
   * Largest packet in bytes. Default: what the bridge that it is a port of says, else 1500. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * The user whose programs may attach to it, by the name that the host has for it. Default: root's alone. For another
   * it is made anew.
   *
   * @example "qemu"
   */
  owner?: pulumi.Input<string> | undefined;
  /**
   * The group whose programs may attach to it, by the name that the host has for it. Default: root's alone. For
   * another it is made anew.
   *
   * @example "kvm"
   */
  group?: pulumi.Input<string> | undefined;
  /**
   * Several queues: a program may attach more than once, and packets are spread. To change it, it is made anew.
   *
   * @default false
   * @example true
   */
  multiQueue?: pulumi.Input<boolean> | undefined;
  /**
   * Packets have a header for checksums and segments that the other side makes (virtio). Default: what the program
   * that attaches says. To change it, it is made anew.
   *
   * @example true
   */
  vnetHdr?: pulumi.Input<boolean> | undefined;
  /**
   * Packets have four bytes before them that say the protocol. Default: what the program that attaches says. To change
   * it, it is made anew.
   *
   * @example true
   */
  pi?: pulumi.Input<boolean> | undefined;
}
