import type { TSchema } from "typebox";
import { expect, test } from "vitest";
import { scopeSchema } from "../../net/schema/scope.ts";
import { faultsOf } from "../../providers/host/faults.ts";
import { canonical, type Json } from "../../providers/host/json.ts";
import { meaningOf } from "../../providers/host/meaning.ts";
import { scopeText } from "../../providers/host/wire.ts";
import { address } from "./live/address.ts";
import { bridge } from "./live/bridge.ts";
import { loopback } from "./live/loopback.ts";
import { neighbour } from "./live/neighbour.ts";
import { route } from "./live/route.ts";
import { rule } from "./live/rule.ts";
import { sysctl } from "./live/sysctl.ts";
import { veth } from "./live/veth.ts";
import { vlan } from "./live/vlan.ts";
import { OWNER, type Scopes } from "./world.ts";

const firewall: Scopes = {
  host: {
    firewall: {
      masquerade: [{ source: "10.0.0.0/24" }, { source: "fd00::/64", out: "eth0", destination: "fd01::/64" }],
      forward: [{ source: "10.0.0.0/24", protocol: "tcp" }],
      publish: [
        { port: 80, to: "10.0.0.2:8080" },
        { port: 81, to: { address: "10.0.0.2" }, hostIp: "192.0.2.1" },
      ],
      filter: [
        { chain: "input", protocol: "tcp", verdict: "reject" },
        { chain: "output", protocol: "icmp", verdict: "log" },
        { chain: "forward", verdict: "accept" },
      ],
    },
  },
};

const specs = { address, bridge, loopback, neighbour, route, rule, sysctl, veth, vlan };
const bases = Object.entries({
  ...Object.fromEntries(Object.entries(specs).map(([name, { base }]) => [name, base])),
  firewall,
});

type Path = (string | number)[];
interface Field {
  path: Path;
  schema: TSchema;
}

/** What is read here of a schema, whatever it is of. */
interface Form {
  type?: string;
  const?: Json;
  enum?: Json[];
  examples?: Json[];
  items?: TSchema;
  anyOf?: TSchema[];
  oneOf?: TSchema[];
  properties?: Record<string, TSchema>;
  additionalProperties?: TSchema | boolean;
}

/** Every field of a schema that a value has, or could have. */
function fieldsOf(schema: TSchema, value: Json | undefined, path: Path): Field[] {
  const { items, properties = {}, additionalProperties: named } = formOf(schema, value);
  if (Array.isArray(value)) return value.flatMap((item, i) => fieldsOf(items ?? {}, item, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  const members = typeof named === "object" ? Object.keys(value).map((key) => [key, named] as const) : [];
  return [...Object.entries(properties), ...members].flatMap(([key, field]) => [
    { path: [...path, key], schema: field },
    ...fieldsOf(field, value[key], [...path, key]),
  ]);
}

/** Of several forms the one that a value has. */
function formOf(schema: TSchema, value: Json | undefined): Form {
  const { anyOf, oneOf }: Form = schema;
  const type = Array.isArray(value) ? "array" : typeof value;
  const typed = (value as { type?: string } | undefined)?.type;
  const link = oneOf?.find(({ properties }: Form) => (properties?.type as Form | undefined)?.const === typed);
  return link ?? anyOf?.find((form: Form) => form.type === type) ?? schema;
}

/** Values that a field may have. */
function valuesOf(schema: TSchema): Json[] {
  const { anyOf = [], enum: words = [], examples = [], type }: Form = schema;
  return [...examples, ...words, ...(type === "boolean" ? [true, false] : []), ...anyOf.flatMap(valuesOf)];
}

function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((node, key) => (node as Record<string, Json> | undefined)?.[key], value);
}

function withValue(scope: Json, path: Path, value: Json): Json {
  const copy = structuredClone(scope);
  const parent = at(copy, path.slice(0, -1)) as Record<string, Json>;
  parent[path.at(-1) as string] = value;
  return copy;
}

function meaning(scopes: Scopes): string {
  const texts = Object.fromEntries(Object.entries(scopes).map(([name, scope]) => [name, scopeText(scope)]));
  return meaningOf({
    host: "local",
    owner: OWNER,
    adopt: false,
    scopes: texts,
    expect: {},
    containers: {},
    around: {},
  });
}

function faults(scopes: Scopes) {
  return faultsOf({ host: "local", scopes, expect: {}, known: [], addressOf: () => undefined });
}

test.each(bases)("every value of every field of %s changes the plan, or is refused", (_, scopes) => {
  expect(faults(scopes as Scopes)).toEqual([]);
  const before = meaning(scopes as Scopes);
  const idle = Object.entries(scopes as Scopes).flatMap(([name, scope]) =>
    fieldsOf(scopeSchema, scope, []).flatMap(({ path, schema }) => {
      const without = valuesOf(schema).filter((value) => {
        const changed = { ...scopes, [name]: withValue(scope, path, value) } as Scopes;
        return faults(changed).length === 0 && meaning(changed) === before;
      });
      // One says what is so already: the value that is there in another spelling, the default, an address's family.
      const distinct = [...new Set(without.map(canonical))];
      return distinct.length > 1 ? [`${name} ${path.join(".")} = ${distinct.join(" or ")}`] : [];
    }),
  );
  expect(idle).toEqual([]);
});
