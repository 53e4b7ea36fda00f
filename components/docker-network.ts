import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { afterLeftovers } from "../providers/host/leftovers-resource.ts";
import { checkPart } from "../topology/check-part.ts";
import { type NetworkInput, normalNetwork } from "../topology/network.ts";
import type { DockerNetworkArgs } from "./arguments/docker-network.ts";
import type { Check } from "./check-arguments.ts";
import { compileNetwork } from "./compile/network.ts";
import { namedArguments } from "./named-arguments.ts";
import { propertiesOf } from "./resource-arguments.ts";

/**
 * A Docker network of any driver, named like the component unless `name` says otherwise. Containers join it and leave it
 * while they run.
 *
 * @throws {pulumi.RunError} with every fault of the arguments, before anything is registered
 * @example new DockerNetwork("br_xx", { subnet: "172.30.0.0/16", gateway: "172.30.0.1" });
 */
export class DockerNetwork extends pulumi.ComponentResource {
  /** Docker's name of it, known once it is there: what waits for it waits for the network. */
  readonly name: pulumi.Output<string>;
  /** The same as it is declared, known at once. */
  readonly declaredName: string;
  /** Docker's id of it. A bridge network's interface is `br-` and the first twelve characters, unless named. */
  readonly networkId: pulumi.Output<string>;

  constructor(name: string, args: DockerNetworkArgs = {}, options?: pulumi.ComponentResourceOptions) {
    const { own, rest } = namedArguments("DockerNetwork", name, args);
    const check: Check = (value, later) => checkPart("networks", own, value, later);
    const convert = (input: NetworkInput) => compileNetwork(own, normalNetwork(input));
    const compiled = propertiesOf({ component: "DockerNetwork", name, args: rest, check, convert }, PROPERTIES);
    super("bridgework:index:DockerNetwork", name, {}, options);
    const network = new docker.Network(name, compiled, { parent: this, ...afterLeftovers() });
    this.name = network.name;
    this.declaredName = own;
    this.networkId = network.id;
    this.registerOutputs({ name: this.name, networkId: this.networkId });
  }
}

/** What a declaration of a network decides. */
const PROPERTIES = [
  "name",
  "driver",
  "internal",
  "attachable",
  "ipv6",
  "ipamConfigs",
  "options",
  "labels",
] as const satisfies readonly (keyof docker.NetworkArgs)[];
