// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { RttArgs } from "./rtt.ts";
import type { LossArgs } from "./loss.ts";

export interface PingArgs {
  /**
   * An address or a name, as a plain target.
   *
   * @example "BLUE"
   */
  to: pulumi.Input<string>;
  /**
   * Echo requests that are counted, one every 10 ms, after one has been answered. From 1 to 10000.
   *
   * @default 100
   * @example 1000
   */
  count?: pulumi.Input<number> | undefined;
  /**
   * The round-trip time, the median of all answers. Default: any.
   *
   * @example { min: "75ms", max: "90ms" }
   * @example { max: "90ms" }
   */
  rtt?: pulumi.Input<RttArgs> | undefined;
  /**
   * Of the requests those without an answer. Default: any share.
   *
   * @example { min: "0.5%", max: "3%" }
   * @example { max: "3%" }
   */
  loss?: pulumi.Input<LossArgs> | undefined;
}
