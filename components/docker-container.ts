import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { isMap } from "../net/map.ts";
import { containerScope } from "../net/scope.ts";
import { HostNetworkResource } from "../providers/host/resource.ts";
import type { AttachmentInput } from "../topology/attachment.ts";
import { checkPart } from "../topology/check-part.ts";
import { mapped } from "../topology/compact.ts";
import { type ContainerInput, normalContainer } from "../topology/container.ts";
import { isLater, refuse } from "./check-arguments.ts";
import { compileContainer, type References } from "./compile/container.ts";
import { compileInside } from "./compile/inside.ts";
import type { Marked } from "./compile/secret.ts";
import { DockerNetwork } from "./docker-network.ts";

/** Arguments of {@link DockerContainer}: the fields of a topology's container, with resources where it has names. */
export interface DockerContainerArgs extends Marked<Omit<ContainerInput, "image" | "network" | "networks">> {
  /** Id or reference of the image: `nginx:alpine`, or the `imageId` of a docker.RemoteImage or docker.Image. */
  image: pulumi.Input<string>;
  /** Whose network it uses: `bridge` (the default), `host`, `none`, or another container. */
  network?: string | DockerContainer;
  /** Networks to join, by name; `of` makes it wait for one that this program makes. */
  networks?: Record<string, AttachmentInput & { of?: DockerNetwork }> | undefined;
}

/**
 * A Docker container, named like the component, with static addresses, published ports, and raw interfaces, routes and
 * neighbours inside it.
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
    const input = withoutResources(args);
    refuse("DockerContainer", name, checkPart("containers", name, input).faults);
    super("bridgework:index:DockerContainer", name, {}, options);
    const container = normalContainer(name, input as ContainerInput, () => undefined);
    const compiled = compileContainer(name, container, references(args));
    const resource = new docker.Container(name, compiled, { parent: this, deleteBeforeReplace: true });
    this.name = resource.name;
    this.containerId = resource.id;
    const scopes = compileInside(name, container);
    // Its id is an input: when the container is replaced, its wiring is made anew in the same update.
    if (scopes) {
      const inside = { scopes, containers: { [name]: resource.id } };
      new HostNetworkResource(`${name}-inside`, inside, { parent: this });
    }
    this.registerOutputs({ name: this.name, containerId: this.containerId });
  }
}

function references({ image, network, networks = {} }: DockerContainerArgs): References {
  return {
    image,
    network: (name) => networks[name]?.of?.name ?? name,
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
    ...(isMap(networks) ? { networks: mapped(networks, withoutResource) } : {}),
  };
}

function withoutResource(attachment: unknown): unknown {
  if (!isMap(attachment) || !(attachment.of instanceof DockerNetwork)) return attachment;
  const { of: _, ...rest } = attachment;
  return rest;
}
