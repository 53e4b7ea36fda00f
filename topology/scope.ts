import { Type } from "typebox";
import { formatIp, parseIp } from "../net/ip.ts";
import type { Neighbour } from "../net/schema/neighbour.ts";
import type { Route } from "../net/schema/route.ts";
import { type BesideLinks, besideLinks } from "../net/schema/scope.ts";
import { ip, record } from "../net/schema.ts";
import { canonicalCidr, canonicalIp } from "./address.ts";
import { compact } from "./compact.ts";
import { linkSchema } from "./link.ts";
import { listed } from "./with-path.ts";

/** A container's sysctls are set by the engine, and its rules by itself. */
const { sysctls: _, firewall: __, ...insideContainers } = besideLinks;

export type InsideContainer = Required<Pick<BesideLinks, keyof typeof insideContainers>>;

const around = {
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
};

/** What a namespace's scope holds, in the words of a topology. */
export const namespaceFields = { ...around, ...besideLinks };

/** What a container's scope holds. */
export const insideFields = { ...around, ...insideContainers };

interface Routed {
  gateway?: string | string[];
}

/** What a scope has besides links in normal form: everything is there, addresses are in canonical spelling. */
export function normalScope(input: BesideLinks & Routed): Required<BesideLinks> {
  const filled = Object.entries(besideLinks).map(([field, schema]) => {
    return [field, input[field as keyof BesideLinks] ?? (schema as { default?: unknown }).default];
  });
  return {
    ...(Object.fromEntries(filled) as Required<BesideLinks>),
    routes: [...gateways(input), ...(input.routes ?? []).map(normalRoute)],
    neighbours: (input.neighbours ?? []).map(normalNeighbour),
  };
}

/** The same of a container, without what is not for a document to say. */
export function normalInside(input: BesideLinks & Routed): InsideContainer {
  const { sysctls: _, firewall: __, ...inside } = normalScope(input);
  return inside;
}

/** A gateway is a default route, before the others. */
function gateways({ gateway }: Routed): Route[] {
  return listed(gateway, []).map(({ value }) => ({ to: "default", via: formatIp(parseIp(value)) }));
}

function normalRoute(route: Route): Route {
  return {
    ...route,
    to: route.to === "default" ? route.to : canonicalCidr(route.to),
    ...compact({
      via: route.via === undefined ? undefined : canonicalIp(route.via),
      source: route.source === undefined ? undefined : canonicalIp(route.source),
    }),
  };
}

function normalNeighbour({ address, dev, mac }: Neighbour): Neighbour {
  return { address: canonicalIp(address), dev, mac: mac.toLowerCase() };
}
