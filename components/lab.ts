import * as pulumi from "@pulumi/pulumi";
import { HostNetworkResource } from "../providers/host/resource.ts";
import { formatFaults, parseTopology } from "../topology/parse.ts";
import type { TopologyInput } from "../topology/schema.ts";
import { compileTopology } from "./compile/topology.ts";

/** Arguments of {@link Lab}. */
export interface LabArgs {
  /** The whole lab, as docs/topology.md describes it: usually a stack's configuration value. */
  topology: TopologyInput;
}

/**
 * A whole lab out of one declaration: every raw part of the host becomes one HostNetwork, which changes in one
 * transaction and is proved by the lab's expectations.
 *
 * @throws {pulumi.RunError} with every fault of the topology, before anything is registered
 * @example new Lab("lab", { topology: new pulumi.Config().requireObject("topology") });
 */
export class Lab extends pulumi.ComponentResource {
  /** The raw network of the host. */
  readonly network: HostNetworkResource;

  constructor(name: string, args: LabArgs, options?: pulumi.ComponentResourceOptions) {
    super("bridgework:index:Lab", name, {}, options);
    const { topology, faults } = parseTopology(args.topology);
    if (!topology) throw new pulumi.RunError(formatFaults(faults));
    const { host, adopt, expect } = topology;
    this.network = new HostNetworkResource(
      name,
      { host, adopt, expect, scopes: compileTopology(topology) },
      { parent: this },
    );
    this.registerOutputs({ network: this.network.owner });
  }
}
