// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * Where the container's output goes. Default: what the engine is configured for.
 *
 * @example { driver: "json-file", options: { "max-size": "10m" } }
 */
export interface LoggingArgs {
  /**
   * The engine's log driver. Default: the engine's.
   *
   * @example "journald"
   */
  driver?: pulumi.Input<string> | undefined;
  /**
   * Options of the driver.
   *
   * @default {}
   * @example { "max-size": "10m" }
   */
  options?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}
