// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

export interface ServiceArgs {
  /**
   * The service's address.
   *
   * @example "11.11.11.1"
   * @example "fd00::1"
   */
  address: pulumi.Input<string>;
  /**
   * The service's port or range. Default: the published one. From 1 to 65535.
   *
   * @example 80
   * @example "8000-8010"
   */
  port?: pulumi.Input<number | string> | undefined;
}
