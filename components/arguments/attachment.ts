// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { ShapingArgs } from "./shaping.ts";

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
  /**
   * What becomes of packets that the container sends to this network, as `tc qdisc add ... root netem` (the kernel's
   * module sch_netem). Its interface there is found by what Docker says of it, whatever it is called, and is shaped
   * anew when it is another one, as after a restart. For what the container receives: `shaping` of who sends it.
   * Default: none.
   *
   * @example { delay: "40ms", loss: "1%" }
   * @example { rate: "10mbit", limit: 100 }
   */
  shaping?: pulumi.Input<ShapingArgs> | undefined;
}
