// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { PortArgs } from "./port.ts";

/**
 * Ports of the host that lead to an address.
 *
 * @example { ports: ["18080:80"], to: "11.11.11.2" }
 */
export interface PublishArgs {
  /**
   * Ports of the host that lead here. Both ends of a range are included; ranges have equal lengths.
   *
   * @default []
   * @example ["18080:80"]
   */
  ports: pulumi.Input<pulumi.Input<string | PortArgs>[]>;
  /**
   * The address that they lead to.
   *
   * @example "11.11.11.2"
   */
  to: pulumi.Input<string>;
}
