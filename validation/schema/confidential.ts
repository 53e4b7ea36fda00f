import type { TSchema } from "typebox";
import type { Path } from "../fault.ts";

/** Any name of a map, any index of a list. */
export const ANY: unique symbol = Symbol("any");

/** Where a schema takes secrets: `containers`, any name, `env`, any name. */
export type Pattern = readonly (string | typeof ANY)[];

/** As much of a JSON schema as leads to values. */
interface Node {
  confidential?: boolean;
  properties?: Record<string, Node>;
  additionalProperties?: boolean | Node;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: { then?: Node }[];
}

const known = new WeakMap<TSchema, readonly Pattern[]>();

/** Every place of a schema whose text may be a secret. */
export function confidentialPlaces(schema: TSchema): readonly Pattern[] {
  const found = known.get(schema) ?? placesIn(schema as Node, []);
  known.set(schema, found);
  return found;
}

function placesIn(node: Node, at: Pattern): Pattern[] {
  if (node.confidential) return [at];
  const { properties = {}, additionalProperties: member, items, anyOf = [], oneOf = [], allOf = [] } = node;
  return [
    ...Object.entries(properties).flatMap(([key, field]) => placesIn(field, [...at, key])),
    ...(typeof member === "object" ? placesIn(member, [...at, ANY]) : []),
    ...(items ? placesIn(items, [...at, ANY]) : []),
    ...[...anyOf, ...oneOf].flatMap((form) => placesIn(form, at)),
    ...allOf.flatMap(({ then }) => (then ? placesIn(then, at) : [])),
  ];
}

export function takesSecret(places: readonly Pattern[], path: Path): boolean {
  return places.some(
    (place) => place.length === path.length && place.every((step, i) => step === ANY || step === path[i]),
  );
}

/** Whether all that lies at a path may be secret: a map or list of nothing else. */
export function takesSecrets(places: readonly Pattern[], path: Path): boolean {
  return places.some((place) => {
    const [below, ...deeper] = place.slice(path.length);
    const isPrefix = path.every((step, i) => place[i] === ANY || place[i] === step);
    return isPrefix && deeper.length === 0 && (below === ANY || (below === undefined && place.length === path.length));
  });
}

/** The fields that take secrets, for a person: `labels; build.args of images; env, command of containers`. */
export function confidentialFields(places: readonly Pattern[]): string {
  const sections = new Map<string, Set<string>>();
  for (const place of places) {
    // Links are the same wherever they are.
    const [section, , ...field] = place[2] === "links" ? place.slice(2) : place;
    const name = field.filter((step) => step !== ANY).join(".");
    sections.set(name, (sections.get(name) ?? new Set()).add(String(section)));
  }
  const byOwner = new Map<string, string[]>();
  for (const [field, owners] of sections) {
    const owner = owners.size > 1 ? "" : ` of ${[...owners].join()}`;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), field]);
  }
  return [...byOwner].map(([owner, fields]) => `${fields.join(", ")}${owner}`).join("; ");
}
