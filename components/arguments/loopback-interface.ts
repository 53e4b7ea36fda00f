// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";

export interface LoopbackInterfaceArgs {
  /**
   * The interface `lo`.
   *
   * @example "loopback"
   */
  type: "loopback";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those
   * to an IPv6 subnet by the last.
   *
   * @default []
   * @example ["11.11.11.1/24", "fd00::1/64"]
   */
  addresses?: pulumi.Input<pulumi.Input<string | AddressArgs>[]> | undefined;
}
