import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { isMap } from "../net/map.ts";
import { containerScope } from "../net/scope.ts";
import { afterLeftovers } from "../providers/host/leftovers-resource.ts";
import { HostNetworkResource } from "../providers/host/resource.ts";
import { bridgeMtus } from "../topology/bridge-mtu.ts";
import { checkPart } from "../topology/check-part.ts";
import { mapped } from "../topology/compact.ts";
import { type ContainerInput, normalContainer } from "../topology/container.ts";
import { insideFields } from "../topology/scope.ts";
import type { Fault } from "../validation/fault.ts";
import type { DockerContainerArgs } from "./arguments/docker-container.ts";
import { type Check, refuse } from "./check-arguments.ts";
import { compileContainer, type References } from "./compile/container.ts";
import type { Fragment } from "./compile/fragment.ts";
import { compileInside } from "./compile/inside.ts";
import { ISOLATION_PROPERTIES } from "./compile/isolation.ts";
import { PROCESS_PROPERTIES } from "./compile/process.ts";
import { DockerNetwork } from "./docker-network.ts";
import { isLater } from "./later.ts";
import { namedArguments } from "./named-arguments.ts";
import { propertiesOf } from "./resource-arguments.ts";

/**
 * A Docker container, named like the component unless `name` says otherwise, with static addresses, published ports, and
 * raw interfaces, routes and neighbours inside it.
 *
 * @throws {pulumi.RunError} with every fault of the arguments, before anything is registered
 * @example
 * const net = new DockerNetwork("br_xx", { subnet: "172.30.0.0/16" });
 * new DockerContainer("web", { image: "nginx:alpine", networks: { br_xx: { of: net, ip: "172.30.0.10" } } });
 */
export class DockerContainer extends pulumi.ComponentResource {
  /** Docker's name of it. */
  readonly name: pulumi.Output<string>;
  /** Docker's id of it. */
  readonly containerId: pulumi.Output<string>;

  constructor(name: string, args: DockerContainerArgs, options?: pulumi.ComponentResourceOptions) {
    const { own, rest } = namedArguments("DockerContainer", name, args);
    const input = withoutResources(rest);
    const check: Check = (value, later) => checkPart("containers", own, value, later);
    const convert = (value: ContainerInput) => {
      const of = references(args);
      const container = normalContainer(own, value, bridgeMtus({ containers: { [own]: value } }));
      const scopes = compileInside(own, container, of.declaredName);
      if (scopes !== undefined && !saysInside(input)) refuse("DockerContainer", name, [shapedLater(own)]);
      return { ...compileContainer(own, container, of), scopes };
    };
    const declared = { component: "DockerContainer", name, args: input, check, convert };
    const { scopes, ...compiled } = propertiesOf(declared, [...PROPERTIES, "scopes"]);
    super("bridgework:index:DockerContainer", name, {}, options);
    const resource = new docker.Container(name, compiled, {
      parent: this,
      deleteBeforeReplace: true,
      ...afterLeftovers(),
    });
    this.name = resource.name;
    this.containerId = resource.id;
    // Its id is an input: when the container is replaced, its wiring is made anew in the same update.
    if (scopes !== undefined && saysInside(input)) {
      const known = pulumi.Output.isInstance(scopes)
        ? scopes.apply((fragment) => (fragment ?? {}) as Fragment)
        : scopes;
      const inside = { scopes: known, containers: { [own]: resource.id } };
      new HostNetworkResource(`${name}-inside`, inside, { parent: this });
    }
    this.registerOutputs({ name: this.name, containerId: this.containerId });
  }
}

/** What a declaration of a container decides. */
const PROPERTIES = [
  "name",
  "image",
  "restart",
  "envs",
  "entrypoints",
  "command",
  "hostname",
  "domainname",
  "memory",
  "cpus",
  "networkMode",
  "networksAdvanced",
  "ports",
  "dns",
  "hosts",
  "sysctls",
  "volumes",
  "healthcheck",
  "wait",
  "waitTimeout",
  "labels",
  "mustRun",
  ...PROCESS_PROPERTIES,
  ...ISOLATION_PROPERTIES,
] as const satisfies readonly (keyof docker.ContainerArgs)[];

/** Whether a container has raw parts, as far as a program knows while it runs. */
function saysInside(input: unknown): boolean {
  if (!isMap(input)) return false;
  const isShaped = (attachment: unknown) => isMap(attachment) && attachment.shaping !== undefined;
  return (
    Object.keys(insideFields).some((field) => input[field] !== undefined) ||
    Object.values(attachmentsOf(input)).some(isShaped)
  );
}

/** What shapes is a resource of its own, and the program ends before it would be known that there is one. */
function shapedLater(name: string): Fault {
  const rule = "it says shaping, and is an output as a whole";
  return { path: ["containers", name, "networks"], rule, fix: "write the map itself, with outputs inside it" };
}

/** Its places on networks by name; none where they are known later, or named alone. */
function attachmentsOf({ networks }: { networks?: unknown }): Record<string, { of?: unknown }> {
  return isMap(networks) && !isLater(networks, []) ? (networks as Record<string, { of?: unknown }>) : {};
}

/** With the names that networks are declared by. */
type Known = References & { declaredName(network: string): string };

function references(args: DockerContainerArgs): Known {
  const { image, network } = args;
  const networkOf = (name: string) => {
    const of = attachmentsOf(args)[name]?.of;
    return of instanceof DockerNetwork ? of : undefined;
  };
  return {
    image,
    network: (name) => networkOf(name)?.name ?? name,
    declaredName: (name) => networkOf(name)?.declaredName ?? name,
    container: (name) =>
      pulumi.output(network instanceof DockerContainer ? network.containerId : name).apply(containerScope),
    volume: (name) => name,
  };
}

/** Any reference to an image will do: the one that is known later is checked by the engine. */
const SOME_IMAGE = "image";

/** The arguments as a topology has them, with names in the place of resources. */
function withoutResources(args: unknown): unknown {
  if (!isMap(args)) return args;
  const { image, network, networks } = args;
  return {
    ...args,
    ...(isMap(image) && isLater(image, []) ? { image: SOME_IMAGE } : {}),
    ...(network instanceof DockerContainer ? { network: containerScope("shared") } : {}),
    ...(isMap(networks) && !isLater(networks, []) ? { networks: mapped(networks, withoutResource) } : {}),
  };
}

function withoutResource(attachment: unknown): unknown {
  if (!isMap(attachment) || !(attachment.of instanceof DockerNetwork)) return attachment;
  const { of: _, ...rest } = attachment;
  return rest;
}
