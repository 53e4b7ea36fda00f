import { type Static, Type } from "typebox";
import { addressesSchema } from "../net/schema/address.ts";
import { type Firewall, firewallSchema } from "../net/schema/firewall.ts";
import { type Neighbour, neighboursSchema } from "../net/schema/neighbour.ts";
import { type Route, routesSchema } from "../net/schema/route.ts";
import { sysctlsSchema } from "../net/schema/sysctls.ts";
import { flag, ip, object, record } from "../net/schema.ts";
import { type Address, normalAddresses } from "./address.ts";
import { mapped } from "./compact.ts";
import { type Link, linkSchema, normalLink } from "./link.ts";
import { normalPublish, type Publish, publishListSchema } from "./publish.ts";
import { normalNeighbours, normalRoutes } from "./route.ts";

/** What a namespace and a container's own network namespace have in common. */
export const scopeFields = {
  links: Type.Optional(
    record(linkSchema, {
      description: "Interfaces by name. A name has 1 to 15 bytes: a letter, then letters, digits, `_`, `.` and `-`.",
      default: {},
      examples: [{ reth0: { bridge: "br0", address: "11.11.11.2/24" } }],
    }),
  ),
  gateway: Type.Optional(
    Type.Union([Type.String(), Type.Array(ip({ description: "A gateway." }), { maxItems: 2 })], {
      description: "Next hop of the default route; a list for one of IPv4 and one of IPv6. Default: no default route.",
      examples: ["11.11.11.1", ["11.11.11.1", "fd00::1"]],
    }),
  ),
  routes: Type.Optional(routesSchema),
  neighbours: Type.Optional(neighboursSchema),
};

export const namespaceSchema = object(
  {
    ...scopeFields,
    sysctls: Type.Optional(sysctlsSchema),
    firewall: Type.Optional(firewallSchema),
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
    description: "A network namespace, as `ip netns add` makes it.",
    examples: [{ links: { reth0: { bridge: "br0", address: "11.11.11.2/24" } }, gateway: "11.11.11.1" }],
  },
);

export type NamespaceInput = Static<typeof namespaceSchema>;

/** A network namespace in normal form. */
export interface Namespace {
  links: Record<string, Link>;
  loopback: { up: boolean; addresses: Address[] };
  /** `gateway` is in here as default routes, before the others. */
  routes: Route[];
  neighbours: Neighbour[];
  sysctls: Record<string, string>;
  firewall: Firewall;
  /** Ports of the host that lead to the namespace's first address of the family of `hostIp`, IPv4 where it has none. */
  publish: Publish[];
}

export function normalNamespace(name: string, input: NamespaceInput, bridgeMtu: BridgeMtu): Namespace {
  return {
    links: normalLinks(name, input.links, bridgeMtu),
    loopback: normalLoopback(input.loopback),
    routes: normalRoutes(input),
    neighbours: normalNeighbours(input.neighbours),
    sysctls: input.sysctls ?? {},
    firewall: input.firewall ?? {},
    publish: (input.publish ?? []).map(normalPublish),
  };
}

/** The MTU that a bridge on the host says, if it says one. */
export type BridgeMtu = (bridge: string | undefined) => number | undefined;

export function normalLinks(scope: string, links: NamespaceInput["links"], bridgeMtu: BridgeMtu): Record<string, Link> {
  return mapped(links, (link, name) =>
    normalLink(scope, name, link, bridgeMtu("bridge" in link ? link.bridge : undefined)),
  );
}

function normalLoopback(input: NamespaceInput["loopback"] = true): Namespace["loopback"] {
  if (typeof input === "boolean") return { up: input, addresses: [] };
  return { up: input.up ?? true, addresses: normalAddresses(input) };
}
