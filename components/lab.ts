import * as pulumi from "@pulumi/pulumi";
import { Type } from "typebox";
import type { Expectation } from "../net/schema/expectation.ts";
import { object } from "../net/schema.ts";
import { HostNetworkResource } from "../providers/host/resource.ts";
import { formatFaults, parseTopology, type Topology } from "../topology/parse.ts";
import type { TopologyInput } from "../topology/schema.ts";
import { soundOf } from "../validation/schema/check.ts";
import { refuse } from "./check-arguments.ts";
import { compileBeside } from "./compile/docker-claims.ts";
import { divided } from "./compile/expectations.ts";
import type { Fragment } from "./compile/fragment.ts";
import { compileTopology } from "./compile/topology.ts";
import { type DockerObjects, dockerObjects } from "./docker-objects.ts";

/** Arguments of {@link Lab}. */
export interface LabArgs {
  /** The whole lab, as docs/topology.md describes it: usually a stack's configuration value. */
  topology: TopologyInput;
}

/**
 * A whole lab out of one declaration. Every raw part of the host becomes one HostNetwork, which changes in one
 * transaction and is proved by the lab's expectations; Docker's networks, containers, images and volumes become the
 * resources of @pulumi/docker. Expectations that a container takes part in are tried when everything is there.
 *
 * @throws {pulumi.RunError} with every fault of the topology, before anything is registered
 * @example new Lab("lab", { topology: new pulumi.Config().requireObject("topology") });
 */
export class Lab extends pulumi.ComponentResource {
  /** The raw network of the host. */
  readonly network: HostNetworkResource;

  constructor(name: string, args: LabArgs, options?: pulumi.ComponentResourceOptions) {
    const topology = sound(name, args);
    super("bridgework:index:Lab", name, {}, options);
    const scopes = compileTopology(topology);
    const { raw, across } = divided(topology);
    const { host, adopt } = topology;
    const beside = ownEngine(options) ? {} : { beside: compileBeside(topology, args.topology) };
    this.network = new HostNetworkResource(name, { host, adopt, expect: raw, scopes, ...beside }, { parent: this });
    const objects = dockerObjects(args.topology, { parent: this, dependsOn: this.network });
    if (across.length > 0) proveAcross(`${name}-expectations`, across, scopes, objects, this);
    this.registerOutputs({ network: this.network.owner });
  }
}

const argsSchema = object({
  topology: Type.Unsafe({ examples: [{ bridges: { br0: { address: "11.11.11.1/24" } } }] }),
});

/** Whether the lab's engine may be another one than the docker command of this machine would speak to. */
function ownEngine(options: pulumi.ComponentResourceOptions | undefined): boolean {
  const docker = new pulumi.Config("docker");
  const configured = ["host", "context", "certPath", "caMaterial"].some((key) => docker.get(key) !== undefined);
  return configured || options?.provider !== undefined || options?.providers !== undefined;
}

/** A topology without a fault; otherwise the error that tells all of them. */
function sound(name: string, args: LabArgs): Topology {
  const { faults: around } = soundOf(
    argsSchema,
    "topology" in Object(args) ? { ...args, topology: {} } : (args ?? null),
  );
  refuse("Lab", name, around);
  const { topology, faults } = parseTopology(args.topology);
  if (topology) return topology;
  const many = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  throw new pulumi.RunError(`the topology has ${many}, nothing was changed:\n${formatFaults(faults)}`);
}

/** A resource of its own at the end: it fails the update, and shows as drift, when one of them does not hold. */
function proveAcross(name: string, expect: Expectation[], around: Fragment, objects: DockerObjects, lab: Lab): void {
  const { networks, containers } = objects;
  const ids = Object.fromEntries([...containers].map(([container, { containerId }]) => [container, containerId]));
  const dependsOn = [lab.network, ...networks.values(), ...containers.values()];
  new HostNetworkResource(name, { scopes: {}, around, expect, containers: ids }, { parent: lab, dependsOn });
}
