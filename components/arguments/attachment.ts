// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * How a container is attached to a network.
 *
 * @example { ip: "172.30.0.10" }
 */
export interface AttachmentArgs {
  /**
   * Static IPv4 address. Default: Docker chooses one.
   *
   * @example "172.30.0.10"
   */
  ip?: pulumi.Input<string> | undefined;
  /**
   * Static IPv6 address. Default: Docker chooses one.
   *
   * @example "fd30::10"
   */
  ip6?: pulumi.Input<string> | undefined;
  /**
   * Further names by which the network's other containers find it.
   *
   * @default []
   * @example ["www"]
   */
  aliases?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Hardware address. Default: the engine's choice. Engines before 25.0 take one a container.
   *
   * @example "02:00:00:00:00:01"
   */
  mac?: pulumi.Input<string> | undefined;
}
