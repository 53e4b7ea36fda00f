import type { ContainerArgs, types } from "@pulumi/docker";
import type { Input } from "@pulumi/pulumi";
import type { Attachment } from "../../topology/attachment.ts";
import { compact, filled } from "../../topology/compact.ts";
import type { Container } from "../../topology/container.ts";
import { healthcheck, labels, patience, ports, volumes } from "./docker.ts";
import { compileIsolation } from "./isolation.ts";
import { compileProcess } from "./process.ts";
import { assignment, marked } from "./secret.ts";

/** What a container's declaration refers to, as other resources know it. */
export interface References {
  /** Id or reference of its image. */
  image: Input<string>;
  /** The name of a network, known once it is there. */
  network(name: string): Input<string>;
  /** The id of the container whose network it shares. */
  container(name: string): Input<string>;
  /** The name of a volume, known once it is there. */
  volume(name: string): Input<string>;
}

/** A container as the resource of @pulumi/docker takes it. */
export function compileContainer(name: string, container: Container, references: References): ContainerArgs {
  const { entrypoint, command, hostname, domainname, dns, restart, memory, cpus, health } = container;
  return {
    name,
    image: references.image,
    restart,
    envs: Object.entries(container.env).map(([key, value]) => assignment(key, value)),
    ...compact({ entrypoints: entrypoint?.map(marked), command: command?.map(marked) }),
    ...compact({ hostname, domainname, memory, cpus: cpus?.toString() }),
    ...compileProcess(container),
    ...compileIsolation(container),
    ...mode(container, references),
    networksAdvanced: Object.entries(container.networks).map(([network, to]) => attachment(network, to, references)),
    ports: ports(container.publish),
    ...compact({ dns: filled(dns) }),
    hosts: Object.entries(container.hosts).map(([host, ip]) => ({ host, ip })),
    sysctls: container.sysctls,
    volumes: volumes(container.volumes).map((entry) => onVolume(entry, references)),
    ...(health ? { healthcheck: healthcheck(health), wait: true, waitTimeout: patience(health) } : {}),
    labels: labels(container.labels),
    mustRun: true,
  };
}

function mode({ network }: Container, references: References): Pick<ContainerArgs, "networkMode"> {
  if (network === undefined) return {};
  const shared = /^container:(.+)$/.exec(network)?.[1];
  if (shared === undefined) return { networkMode: network };
  return { networkMode: references.container(shared) };
}

function attachment(network: string, to: Attachment, references: References): types.input.ContainerNetworksAdvanced {
  const { ip, ip6, aliases, mac } = to;
  return {
    name: references.network(network),
    ...compact({
      ipv4Address: ip,
      ipv6Address: ip6,
      macAddress: mac,
      aliases: filled(aliases),
    }),
  };
}

function onVolume(entry: types.input.ContainerVolume, references: References): types.input.ContainerVolume {
  return typeof entry.volumeName === "string" ? { ...entry, volumeName: references.volume(entry.volumeName) } : entry;
}
