// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * Health check of the container; `up` waits until it is healthy. Default: that of the image.
 *
 * @example { command: ["redis-cli", "ping"], interval: 1 }
 */
export interface HealthArgs {
  /**
   * Command in the container whose exit code 0 means healthy, word by word; no shell reads it. At least 1.
   *
   * @example ["curl", "-f", "http://127.0.0.1/"]
   */
  command: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Seconds between two tries. From 0 to 86400.
   *
   * @default 30
   * @example 5
   */
  interval?: pulumi.Input<number> | undefined;
  /**
   * Seconds that a try may take. From 0 to 86400.
   *
   * @default 30
   * @example 5
   */
  timeout?: pulumi.Input<number> | undefined;
  /**
   * Seconds after the start in which failures do not count. From 0 to 86400.
   *
   * @default 0
   * @example 5
   */
  startPeriod?: pulumi.Input<number> | undefined;
  /**
   * Failures in a row after which it is unhealthy. From 1 to 1000.
   *
   * @default 3
   * @example 5
   */
  retries?: pulumi.Input<number> | undefined;
}
