import * as pulumi from "@pulumi/pulumi";
import { Type } from "typebox";
import type { Expectation } from "../net/schema/expectation.ts";
import { object } from "../net/schema.ts";
import { HostNetworkResource } from "../providers/host/resource.ts";
import { type Parsed, parseTopology, type Topology } from "../topology/parse.ts";
import type { TopologyInput } from "../topology/schema.ts";
import { soundOf } from "../validation/schema/check.ts";
import { refuse } from "./check-arguments.ts";
import { compileBeside } from "./compile/docker-claims.ts";
import { divided } from "./compile/expectations.ts";
import type { Fragment } from "./compile/fragment.ts";
import { type Marked, withMarks } from "./compile/secret.ts";
import { compileTopology } from "./compile/topology.ts";
import { type DockerObjects, dockerObjects } from "./docker-objects.ts";
import { StackTopology } from "./stack-topology.ts";

/** Arguments of {@link Lab}. */
export interface LabArgs {
  /** The whole lab, as docs/topology.md describes it: usually that of the stack's configuration. */
  topology: Marked<TopologyInput> | StackTopology;
}

/**
 * A whole lab out of one declaration. Every raw part of the host becomes one HostNetwork, which changes in one
 * transaction and is proved by the lab's expectations; Docker's networks, containers, images and volumes become the
 * resources of @pulumi/docker. Expectations that a container takes part in are tried when everything is there.
 *
 * @throws {pulumi.RunError} with every fault of the topology, before anything is registered
 * @example new Lab("lab", { topology: stackTopology() });
 */
export class Lab extends pulumi.ComponentResource {
  /** The raw network of the host. */
  readonly network: HostNetworkResource;

  constructor(name: string, args: LabArgs, options?: pulumi.ComponentResourceOptions) {
    const { topology, input } = sound(name, args);
    super("bridgework:index:Lab", name, {}, options);
    const scopes = withMarks(compileTopology(topology)) as Fragment;
    const { raw, across } = divided(topology);
    const { host, adopt } = topology;
    const beside = ownEngine(options) ? {} : { beside: compileBeside(topology, input) };
    this.network = new HostNetworkResource(name, { host, adopt, expect: raw, scopes, ...beside }, { parent: this });
    const objects = dockerObjects(input, { parent: this, dependsOn: this.network });
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

/** A topology without a fault, in normal form and as it was written; otherwise the error that tells all of them. */
function sound(name: string, args: LabArgs): { topology: Topology; input: TopologyInput } {
  const { faults: around } = soundOf(
    argsSchema,
    "topology" in Object(args) ? { ...args, topology: {} } : (args ?? null),
  );
  refuse("Lab", name, around);
  const source = args.topology instanceof StackTopology ? args.topology : new StackTopology(args.topology, []);
  const unread = source.value === undefined && source.faults.length > 0;
  const read: Parsed = unread ? { faults: [], warnings: [] } : parseTopology(source.value);
  for (const warning of read.warnings) pulumi.log.warn(source.lineOf(warning));
  const lines = [...source.faults, ...read.faults.map(source.lineOf)];
  if (read.topology && lines.length === 0) return { topology: read.topology, input: source.value as TopologyInput };
  const many = lines.length === 1 ? "1 fault" : `${lines.length} faults`;
  throw new pulumi.RunError(`the topology has ${many}, nothing was changed:\n${lines.join("\n")}`);
}

/** A resource of its own at the end: it fails the update, and shows as drift, when one of them does not hold. */
function proveAcross(name: string, expect: Expectation[], around: Fragment, objects: DockerObjects, lab: Lab): void {
  const { networks, containers } = objects;
  const ids = Object.fromEntries([...containers].map(([container, { containerId }]) => [container, containerId]));
  const dependsOn = [lab.network, ...networks.values(), ...containers.values()];
  new HostNetworkResource(name, { scopes: {}, around, expect, containers: ids }, { parent: lab, dependsOn });
}
