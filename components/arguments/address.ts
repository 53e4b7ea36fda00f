// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

export interface AddressArgs {
  /**
   * Address with its prefix length.
   *
   * @example "11.11.11.2/24"
   * @example "fd00::2/64"
   */
  address: pulumi.Input<string>;
  /**
   * How far the address is valid (IPv4 only: the kernel derives it from an IPv6 address).
   *
   * @default "global"
   * @example "link"
   */
  scope?: pulumi.Input<"global" | "site" | "link" | "host"> | undefined;
  /**
   * The other end of a point-to-point link, with the prefix that is routed to it. Default: none.
   *
   * @example "10.0.0.2/32"
   */
  peer?: pulumi.Input<string> | undefined;
}
