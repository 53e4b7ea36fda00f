// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { ScopeArgs } from "./scope.ts";
import type { ExpectationArgs } from "./expectation.ts";

/**
 * A document: what one resource owns on a host, of its own scope and of network namespaces.
 *
 * @example { links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } } }
 */
export interface HostNetworkArgs extends ScopeArgs {
  /**
   * The host: `local` is this machine.
   *
   * @default "local"
   * @example "local"
   */
  host?: pulumi.Input<"local"> | undefined;
  /**
   * Network namespaces by name, each with what is in it.
   *
   * @default {}
   * @example { RED: { links: { lo: { type: "loopback", addresses: ["10.255.0.1/32"] } } } }
   */
  namespaces?: Record<string, pulumi.Input<ScopeArgs>> | undefined;
  /**
   * What real packets must show after each `up`; one that does not hold fails the update.
   *
   * @default []
   * @example [{ from: "RED", ping: "BLUE" }]
   */
  expect?: pulumi.Input<pulumi.Input<ExpectationArgs>[]> | undefined;
  /**
   * Take over objects that exist and are not ours, instead of refusing to touch them; of Docker's those that no stack
   * made, as far as Docker Engine can change them to what is declared.
   *
   * @default false
   * @example true
   */
  adopt?: pulumi.Input<boolean> | undefined;
}
