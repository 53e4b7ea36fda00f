import { type Static, Type } from "typebox";
import { addressesSchema } from "../net/schema/address.ts";
import type { BesideLinks } from "../net/schema/scope.ts";
import { flag, object } from "../net/schema.ts";
import { type Address, normalAddresses } from "./address.ts";
import { mapped } from "./compact.ts";
import { type BridgeMtu, type Link, normalLink } from "./link.ts";
import { normalPublish, type Publish, publishListSchema } from "./publish.ts";
import { namespaceFields, normalScope } from "./scope.ts";

export const namespaceSchema = object(
  {
    ...namespaceFields,
    publish: Type.Optional(publishListSchema),
    loopback: Type.Optional(
      Type.Union(
        [
          Type.Boolean(),
          object({
            up: Type.Optional(flag({ description: "Administrative state of `lo`.", default: true })),
            addresses: Type.Optional(addressesSchema),
          }),
        ],
        {
          description: "State and further addresses of `lo`; the kernel itself adds 127.0.0.1/8 and ::1/128.",
          default: true,
          examples: [false, { addresses: ["10.255.0.1/32"] }],
        },
      ),
    ),
  },
  {
    description:
      "A network namespace, as `ip netns add` makes it, but with the kernel's own settings below net.ipv4.conf and net.ipv6.conf, where the kernel would copy the host's: forwarding is off and rp_filter is 0 in it, whatever the host has. What it needs besides is declared in `sysctls`.",
    examples: [{ links: { reth0: { bridge: "br0", address: "11.11.11.2/24" } }, gateway: "11.11.11.1" }],
  },
);

export type NamespaceInput = Static<typeof namespaceSchema>;

/** A network namespace in normal form. `gateway` is in `routes`. */
export interface Namespace extends Required<BesideLinks> {
  links: Record<string, Link>;
  loopback: { up: boolean; addresses: Address[] };
  /** Ports of the host that lead to the namespace's first address of the family of `hostIp`, IPv4 where it has none. */
  publish: Publish[];
}

export function normalNamespace(name: string, input: NamespaceInput, bridgeMtu: BridgeMtu): Namespace {
  return {
    ...normalScope(input),
    links: normalLinks(name, input.links, bridgeMtu),
    loopback: normalLoopback(input.loopback),
    publish: (input.publish ?? []).map(normalPublish),
  };
}

export function normalLinks(scope: string, links: NamespaceInput["links"], bridgeMtu: BridgeMtu): Record<string, Link> {
  return mapped(links, (link, name) => normalLink(scope, name, link, bridgeMtu));
}

function normalLoopback(input: NamespaceInput["loopback"] = true): Namespace["loopback"] {
  if (typeof input === "boolean") return { up: input, addresses: [] };
  return { up: input.up ?? true, addresses: normalAddresses(input) };
}
