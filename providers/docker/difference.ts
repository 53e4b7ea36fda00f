import type { Change, Declared, Properties, Property } from "./property.ts";
import { hasUnknown, isValues, join, UNKNOWN, type Value, type Values } from "./values.ts";

/** One property that is not as declared. Printing it, deciding on a replacement and applying it use the same data. */
export interface Difference {
  /** Property path, as Pulumi writes it: `networksAdvanced[0].ipv4Address`. */
  path: string;
  kind: "add" | "delete" | "update";
  change: Change;
  want: unknown;
  have: unknown;
  /** Why the host is like that, and who has to mend it, where the values do not tell. */
  why?: string;
  /** It is one of the outputs: nothing about the object is to be changed for it. */
  output?: true;
}

type Found = Omit<Difference, "change" | "why" | "output">;

/** Everything in which the live object differs from the declaration. Pure; the order is that of the properties. */
export function differences<Live>(properties: Properties<Live>, live: Live, all: Declared): Difference[] {
  const declared = settled(all);
  return Object.entries(properties).flatMap(([name, property]) => {
    const value = all.inputs[name];
    const want = wanted(property, value, live, declared);
    const free = property.engineDefault && value === undefined && all.before[name] === undefined;
    const have = free ? want : had(property, all.before[name], live, declared);
    const decided = hasUnknown(want) ? wanted(property, declared.inputs[name], live, declared) : want;
    const change = property.changeOf ? property.changeOf(decided, have, live, all) : property.change;
    return compare(name, want, have, property.key).map((found) => {
      const why = property.why?.(live, found.want);
      return { ...found, change, ...(why === undefined ? {} : { why }) };
    });
  });
}

function settled({ inputs, before, ...rest }: Declared): Declared {
  return { inputs: settledInputs(inputs, before), before, ...rest };
}

/** What is not known yet is taken to be as before wherever something else asks for it. */
export function settledInputs(inputs: Values, before: Values): Values {
  const known = Object.entries(inputs).map(
    ([name, value]) => [name, hasUnknown(value) ? before[name] : value] as const,
  );
  return Object.fromEntries(known.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

function wanted<Live>(property: Property<Live>, value: unknown, live: Live, declared: Declared): unknown {
  if (value === undefined) return property.absent?.(live, declared);
  return canonical(property, value, live, declared);
}

function had<Live>(property: Property<Live>, before: unknown, live: Live, declared: Declared): unknown {
  if (!property.remembered) return property.live?.(live, declared);
  return wanted(property, before, live, declared);
}

function canonical<Live>(property: Property<Live>, value: unknown, live: Live, declared: Declared): unknown {
  return property.canonical && !hasUnknown(value) ? property.canonical(value as never, live, declared) : value;
}

/** Compares two values and names each place where they part. */
export function compare(path: string, want: unknown, have: unknown, key?: (item: never) => string): Found[] {
  if (isNothing(want) && isNothing(have)) return [];
  if (hasUnknown(want)) return unknowns(path, want, have);
  if (want === undefined) return [{ path, kind: "delete", want, have }];
  if (have === undefined) return [{ path, kind: "add", want, have }];
  if (Array.isArray(want) && Array.isArray(have)) return compareLists(path, want, have, key);
  if (isValues(want) && isValues(have)) {
    const keys = new Set([...Object.keys(want), ...Object.keys(have)]);
    return [...keys].flatMap((name) => compare(join(path, name), want[name], have[name]));
  }
  return want === have ? [] : [{ path, kind: "update", want, have }];
}

/** A declared list or map without members says no more than none. */
function isNothing(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function compareLists(path: string, want: unknown[], have: unknown[], key?: (item: never) => string): Found[] {
  if (!key && [...want, ...have].every((item) => typeof item !== "object"))
    return sameItems(want, have) ? [] : [{ path, kind: "update", want, have }];
  const { partners, rest } = key ? pairs(want, have, key) : { partners: have, rest: have.slice(want.length) };
  const found = want.flatMap((item, i) => compare(`${path}[${i}]`, item, partners[i]));
  return [...found, ...rest.map((item, i) => deletion(`${path}[${want.length + i}]`, item))];
}

/** What each wanted item is on the host. Equal ones first: several may have one key, as do two ports that lead to one. */
function pairs(want: unknown[], have: unknown[], key: (item: never) => string) {
  const rest = [...have];
  const take = (fits: (item: unknown) => boolean) => {
    const at = rest.findIndex(fits);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  };
  const equal = want.map((item) => take((other) => compare("", item, other).length === 0));
  const partners = want.map((item, i) => equal[i] ?? take((other) => key(other as never) === key(item as never)));
  return { partners, rest };
}

function deletion(path: string, have: unknown): Found {
  return { path, kind: "delete", want: undefined, have };
}

function sameItems(a: unknown[], b: unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Only the places that are unknown; what is known beside them is compared once all of it is known. */
function unknowns(path: string, want: unknown, have: unknown): Found[] {
  if (want === UNKNOWN) return [{ path, kind: have === undefined ? "add" : "update", want, have }];
  if (Array.isArray(want)) return want.flatMap((item, i) => unknowns(`${path}[${i}]`, item, at(have, i)));
  if (!isValues(want)) return [];
  return Object.entries(want).flatMap(([key, item]) => unknowns(join(path, key), item, isValues(have) ? have[key] : 0));
}

function at(list: unknown, index: number): unknown {
  return Array.isArray(list) ? list[index] : undefined;
}
