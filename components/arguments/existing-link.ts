// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ExistingInterfaceArgs } from "./existing-interface.ts";

export interface ExistingLinkArgs extends ExistingInterfaceArgs {
  /**
   * Its only address; short for `addresses` of one. Default: none.
   *
   * @example "11.11.11.2/24"
   * @example { address: "10.0.0.1/32", peer: "10.0.0.2/32" }
   */
  address?: pulumi.Input<string | AddressArgs> | undefined;
}
