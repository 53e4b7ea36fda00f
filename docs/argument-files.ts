import type { TSchema } from "typebox";
import { publishedPortsSchema } from "../topology/check-published.ts";
import { topologySchema } from "../topology/schema.ts";
import { argumentTypes, type Root, type Ways } from "./argument-types.ts";
import { documentSchema } from "./document-schema.ts";
import type { Schema } from "./schema-text.ts";

const topology: TSchema = topologySchema;
const parts = (topology as Schema).properties ?? {};

/** One entry of a topology's map by name, with the name beside it that a program may give. */
function named(part: string, what: string): Schema {
  const entry = parts[part]?.additionalProperties as Schema;
  const name: Schema = {
    type: "string",
    description: `${what} Default: the resource's name.`,
    examples: [Object.keys((parts[part]?.examples?.[0] ?? {}) as object)[0]],
  };
  return { ...entry, properties: { name, ...entry.properties } };
}

/** What components take. Each is an entry of a topology, and so are the objects inside it. */
const ROOTS: readonly Root[] = [
  { name: "BridgeArgs", schema: named("bridges", "Name of the interface: 1 to 15 bytes.") },
  { name: "PublishArgs", schema: publishedPortsSchema as Schema },
  { name: "NamespaceArgs", schema: named("namespaces", "Name of the namespace, as `ip netns` lists it.") },
  { name: "DockerNetworkArgs", schema: named("networks", "Docker's name of the network.") },
  { name: "DockerContainerArgs", schema: named("containers", "Docker's name of the container.") },
  { name: "HostNetworkArgs", schema: documentSchema as Schema },
];

const WAYS: Ways = {
  named: {
    "NamespaceArgs.publish": "PortArgs",
    "PeerArgs.port": "BridgePortArgs",
    "PublishArgs.ports": "PortArgs",
    "FirewallArgs.publish": "FirewallPublishArgs",
    "FirewallPublishArgs.to": "ServiceArgs",
    "DockerContainerArgs.networks": "AttachmentArgs",
    "HostNetworkArgs.links": "InterfaceArgs",
    "HostNetworkArgs.namespaces": "ScopeArgs",
    "ScopeArgs.links": "InterfaceArgs",
    "HostNetworkArgs.expect": "ExpectationArgs",
    "ExpectationArgs.dns": "DnsArgs",
  },
  typed: {
    "BridgeArgs.name": "string",
    "NamespaceArgs.name": "string",
    "DockerNetworkArgs.name": "string",
    "DockerContainerArgs.name": "string",
    "VethLinkArgs.bridge": "pulumi.Input<string> | BridgeReference",
    "HostNetworkArgs.namespaces": "Record<string, pulumi.Input<ScopeArgs>>",
    "DockerContainerArgs.network": "pulumi.Input<string> | ContainerReference",
    "DockerContainerArgs.networks":
      "pulumi.Input<pulumi.Input<string>[] | Record<string, AttachmentArgs & { of?: NetworkReference }>>",
  },
};

/** Every interface in a file of its own, by its path from the root of the repository. */
export function argumentFiles(): Record<string, string> {
  const types = argumentTypes(ROOTS, WAYS);
  const paths = new Map([...types.keys()].map((name) => [name, `${kebab(name.replace(/Args$/, ""))}.ts`]));
  const files = [...types].map(([name, text]) => {
    const others = [...paths].filter(([other]) => other !== name && new RegExp(`\\b${other}\\b`).test(text));
    const imports = [
      ...(text.includes("pulumi.") ? ['import type * as pulumi from "@pulumi/pulumi";'] : []),
      ...references(text),
      ...others.map(([other, path]) => `import type { ${other} } from "./${path}";`),
    ];
    return [`components/arguments/${paths.get(name)}`, `${HEAD}${imports.join("\n")}\n\n${text}`] as const;
  });
  const index = [...paths].map(([name, path]) => `export type { ${name} } from "./${path}";`);
  return { ...Object.fromEntries(files), "components/arguments/index.ts": `${HEAD}${index.toSorted().join("\n")}\n` };
}

/** Components that a type takes in the place of their names. */
function references(text: string): string[] {
  const names = [...new Set(text.match(/\b[A-Z][a-z]+Reference\b/g) ?? [])].toSorted();
  return names.length === 0 ? [] : [`import type { ${names.join(", ")} } from "../references.ts";`];
}

const HEAD = "// Generated from the schemas by `npm run docs`.\n";

function kebab(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
