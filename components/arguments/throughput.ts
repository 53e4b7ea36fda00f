// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { RateArgs } from "./rate.ts";

/**
 * What a TCP connection carries that sends for some seconds, alone: no other expectation is tried meanwhile. Default:
 * not tried.
 *
 * @example { to: "BLUE", rate: { min: "8mbit", max: "10mbit" } }
 */
export interface ThroughputArgs {
  /**
   * Who receives: a name, or an address that is declared here. A program of ours listens there meanwhile.
   *
   * @example "BLUE"
   */
  to: pulumi.Input<string>;
  /**
   * The TCP port that it listens on. From 1 to 65535.
   *
   * @default 5001
   * @example 8080
   */
  port?: pulumi.Input<number> | undefined;
  /**
   * How long it sends, as much as TCP lets it. From 1 to 60.
   *
   * @default 3
   * @example 10
   */
  seconds?: pulumi.Input<number> | undefined;
  /**
   * Bits a second of what arrives, headers not counted.
   *
   * @example { min: "8mbit", max: "10mbit" }
   * @example { max: "10mbit" }
   */
  rate: pulumi.Input<RateArgs>;
}
