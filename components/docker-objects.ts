import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { ADOPT_LABEL } from "../net/label.ts";
import { containerScope } from "../net/scope.ts";
import type { Confidential } from "../net/secret.ts";
import { attachmentsIn } from "../topology/attachment.ts";
import { bridgeMtus } from "../topology/bridge-mtu.ts";
import { mapped } from "../topology/compact.ts";
import type { ContainerInput } from "../topology/container.ts";
import { type ImageInput, normalImage } from "../topology/image.ts";
import { sizedLink } from "../topology/link.ts";
import type { TopologyInput } from "../topology/schema.ts";
import { normalVolume, type VolumeInput } from "../topology/volume.ts";
import type { DockerContainerArgs } from "./arguments/docker-container.ts";
import { labels } from "./compile/docker.ts";
import { marked, withMarks } from "./compile/secret.ts";
import { DockerContainer } from "./docker-container.ts";
import { DockerNetwork } from "./docker-network.ts";
import { withShortStacks } from "./stack-trace-limit.ts";

/** Docker's part of a lab. */
export interface DockerObjects {
  networks: Map<string, DockerNetwork>;
  containers: Map<string, DockerContainer>;
}

/** Declares a topology's images, volumes, networks and containers; a container waits for what it refers to. */
export function dockerObjects(topology: TopologyInput, options: pulumi.ComponentResourceOptions): DockerObjects {
  return withShortStacks(() => declareAll(topology, options));
}

function declareAll(input: TopologyInput, options: pulumi.ComponentResourceOptions): DockerObjects {
  const topology = input.adopt ? adopting(input) : input;
  const images = made(topology.images, (name, image) => imageId(name, image, options));
  const volumes = made(topology.volumes, (name, volume) => volumeOf(name, volume, options));
  const networks = made(topology.networks, (name, network) => new DockerNetwork(name, withMarks(network), options));
  const containers = new Map<string, DockerContainer>();
  const bridgeMtu = bridgeMtus(topology);
  const inside = { ...options, dependsOn: [...volumes.values(), ...waited(options)] };
  const declare = (name: string, input: ContainerInput) => {
    if (containers.has(name)) return;
    const shared = /^container:(.+)$/.exec(input.network ?? "")?.[1];
    const other = shared === undefined ? undefined : topology.containers?.[shared];
    if (shared !== undefined && other) declare(shared, other);
    const network = shared === undefined ? input.network : containers.get(shared);
    const { network: _, networks: __, ...plain } = input;
    const links = mapped(plain.links, (link, own) => sizedLink(containerScope(name), own, link, bridgeMtu));
    const args: DockerContainerArgs = {
      ...withMarks({ ...plain, ...(plain.links && { links }) }),
      image: images.get(input.image) ?? input.image,
      ...(network === undefined ? {} : { network }),
      networks: joined(input, networks),
    };
    containers.set(name, new DockerContainer(name, args, inside));
  };
  for (const [name, input] of Object.entries(topology.containers ?? {})) declare(name, input);
  return { networks, containers };
}

/** Every object with the label by which the Docker provider takes over what is there. */
function adopting(topology: TopologyInput): TopologyInput {
  const { networks, volumes, containers } = topology;
  return { ...topology, networks: labelled(networks), volumes: labelled(volumes), containers: labelled(containers) };
}

function labelled<Input extends { labels?: Record<string, Confidential> }>(
  declared: Record<string, Input> = {},
): Record<string, Input> {
  const entries = Object.entries(declared).map(([name, input]) => {
    return [name, { ...input, labels: { ...input.labels, [ADOPT_LABEL]: "true" } }] as const;
  });
  return Object.fromEntries(entries);
}

function made<From, To>(declared: Record<string, From> = {}, make: (name: string, value: From) => To): Map<string, To> {
  return new Map(Object.entries(declared).map(([name, value]) => [name, make(name, value)]));
}

function waited({ dependsOn }: pulumi.ComponentResourceOptions): pulumi.Resource[] {
  return dependsOn === undefined ? [] : ([dependsOn].flat() as pulumi.Resource[]);
}

function imageId(name: string, input: ImageInput, options: pulumi.ComponentResourceOptions): pulumi.Output<string> {
  const image = normalImage(input);
  if ("pull" in image) return new docker.RemoteImage(name, { name: image.pull, keepLocally: true }, options).imageId;
  const { context, dockerfile, args, target } = image.build;
  const build = {
    context,
    dockerfile: `${context}/${dockerfile}`,
    args: mapped(args, marked),
    ...(target === undefined ? {} : { target }),
  };
  // The registry is not asked: a lab's image stays on its host.
  const built = new docker.Image(name, { imageName: `bridgework/${name}`, build, skipPush: true }, options);
  return built.imageName;
}

function volumeOf(name: string, input: VolumeInput, options: pulumi.ComponentResourceOptions): docker.Volume {
  const { driver, options: driverOpts, labels: texts } = normalVolume(input);
  return new docker.Volume(
    name,
    { name, driver, driverOpts: mapped(driverOpts, marked), labels: labels(texts) },
    options,
  );
}

/** Each network that it joins, with the resource to wait for. */
function joined(
  { networks }: ContainerInput,
  declared: ReadonlyMap<string, DockerNetwork>,
): DockerContainerArgs["networks"] {
  const entries = Object.entries(attachmentsIn(networks)).map(([name, attachment]) => {
    const of = declared.get(name);
    return [name, of ? { ...attachment, of } : attachment] as const;
  });
  return Object.fromEntries(entries);
}
