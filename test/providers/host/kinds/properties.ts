import type { TSchema } from "typebox";
import { addressesSchema } from "../../../../net/schema/address.ts";
import { existingFields } from "../../../../net/schema/existing.ts";
import { type LinkTypeName, linkSchemas } from "../../../../net/schema/links.ts";
import { scopeFields } from "../../../../net/schema/scope.ts";
import { setSchema } from "../../../../net/schema/set.ts";
import { shapingSchema } from "../../../../net/schema/shaping.ts";
import { peersSchema, wgFields } from "../../../../net/schema/wireguard.ts";
import type { Kind } from "../../../../providers/host/model.ts";
import { KINDS } from "../../../../providers/host/registry.ts";
import type { LiveSpec } from "../live/spec.ts";

/** Kinds whose cases and live tests have a folder of their own, with the files that hold them. */
export const ELSEWHERE: Record<string, string[]> = {
  table: ["cases.test.ts", "removal.live.test.ts"],
  chain: ["cases.test.ts", "drift.live.test.ts", "removal.live.test.ts"],
  jump: ["cases.test.ts", "jump.live.test.ts", "removal.live.test.ts"],
};

/** A kind, or one type of link, with the properties of its schema. */
export interface WithProperties {
  name: string;
  isLink: boolean;
  properties: string[];
}

/** Fields of a link that are no properties of it: which type it is, and what is a kind of its own. */
const NO_PROPERTIES = ["type", "shaping"];
const OF_WG = [...Object.keys(wgFields), "peers"];

/** All of them but those elsewhere. */
export const ALL: readonly WithProperties[] = [
  ...KINDS.filter(({ name }) => name !== "link" && !(name in ELSEWHERE)).map((kind) => ({
    name: kind.name,
    isLink: false,
    properties: propertiesOf(kind),
  })),
  ...(Object.keys(linkSchemas) as LinkTypeName[]).filter(isLinkType).map((name) => ({
    name,
    isLink: true,
    properties: fields(linkSchemas[name]).filter(
      (property) => ![...NO_PROPERTIES, ...(name === "wireguard" ? OF_WG : [])].includes(property),
    ),
  })),
];

/** What is somebody else's is a kind of its own. */
export function isLinkType(name: string): boolean {
  return name !== "existing";
}

/** What the kernel is shown of one. */
export async function liveSpecOf(name: string): Promise<LiveSpec> {
  const module = (await import(`../live/${name}.ts`)) as Record<string, LiveSpec>;
  return module[name] as LiveSpec;
}

function propertiesOf({ name, field, fixed }: Kind): string[] {
  if (name === "address") return fields(addressesSchema);
  if (name === "shaping") return fields(shapingSchema);
  if (name === "moved") return [...Object.keys(existingFields), "master"];
  if (name === "existing") return [...Object.keys(existingFields), "master"].filter((field) => field !== "from");
  if (name === "wg") return Object.keys(wgFields);
  if (name === "set") return fields(setSchema);
  if (name === "peer") return fields(peersSchema);
  return field ? fields(scopeFields[field]) : [...fixed];
}

/** The keys of a schema's objects; a map of texts has only the value. */
function fields(schema: TSchema | undefined): string[] {
  const { properties, items, anyOf, additionalProperties } = (schema ?? {}) as Record<string, object | undefined>;
  if (properties) return Object.keys(properties);
  if (items) return fields(items as TSchema);
  if (anyOf) return (anyOf as TSchema[]).flatMap(fields);
  return additionalProperties ? ["value"] : [];
}
