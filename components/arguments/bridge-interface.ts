// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";

export interface BridgeInterfaceArgs {
  /**
   * A switch whose ports are the links that name it as their master.
   *
   * @example "bridge"
   */
  type: "bridge";
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
   * The bridge, in the same scope, that this link is a port of. Default: none.
   *
   * @example "br0"
   */
  master?: pulumi.Input<string> | undefined;
  /**
   * IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those
   * to an IPv6 subnet by the last.
   *
   * @default []
   * @example ["11.11.11.1/24", "fd00::1/64"]
   */
  addresses?: pulumi.Input<pulumi.Input<string | AddressArgs>[]> | undefined;
  /**
   * Largest packet in bytes. Default: that of the smallest port, 1500 without one. Its ports take it over. From 68 to
   * 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Spanning tree protocol (802.1D).
   *
   * @default false
   * @example true
   */
  stp?: pulumi.Input<boolean> | undefined;
  /**
   * Filter frames by VLAN tag on every port. The kernel must have CONFIG_BRIDGE_VLAN_FILTERING.
   *
   * @default false
   * @example true
   */
  vlanFiltering?: pulumi.Input<boolean> | undefined;
  /**
   * Seconds after which a MAC address that nobody uses is forgotten; 0 makes the bridge a hub. From 0 to 1000000.
   *
   * @default 300
   * @example 60
   */
  ageing?: pulumi.Input<number> | undefined;
  /**
   * Seconds that a port listens and learns before it forwards; only with `stp` does it matter. From 2 to 30.
   *
   * @default 15
   * @example 4
   */
  forwardDelay?: pulumi.Input<number> | undefined;
}
