// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * An entry of the bridge's forwarding table, as `bridge fdb add ... master`.
 *
 * @example { mac: "02:00:00:00:00:09" }
 */
export interface FdbArgs {
  /**
   * Whose frames are meant.
   *
   * @example "02:00:00:00:00:09"
   */
  mac: pulumi.Input<string>;
  /**
   * In which VLAN. A bridge with `vlanFiltering` needs one, which the port is in; another one has none. Default: none.
   * From 1 to 4094.
   *
   * @example 10
   */
  vlan?: pulumi.Input<number> | undefined;
  /**
   * `static`: frames for it leave by this port, wherever it is heard from; `permanent`: they are for the bridge
   * itself, as those for a port's own address. `bridge fdb` itself takes permanent.
   *
   * @default "static"
   * @example "permanent"
   */
  state?: pulumi.Input<"static" | "permanent"> | undefined;
}
