import type { Change, Declared, Properties, Property } from "./property.ts";
import { hasUnknown, isValues, join, UNKNOWN } from "./values.ts";

/** One property that is not as declared. Printing it, deciding on a replacement and applying it use the same data. */
export interface Difference {
  /** Property path, as Pulumi writes it: `networksAdvanced[0].ipv4Address`. */
  path: string;
  kind: "add" | "delete" | "update";
  change: Change;
  want: unknown;
  have: unknown;
}

type Found = Omit<Difference, "change">;

/** Everything in which the live object differs from the declaration. Pure; the order is that of the properties. */
export function differences<Live>(properties: Properties<Live>, live: Live, declared: Declared): Difference[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const want = wanted(name, property, live, declared);
    const have = had(name, property, live, declared, want);
    const change = property.changeOf ? property.changeOf(want, have, live) : property.change;
    return compare(name, want, have, property.key).map((found) => ({ ...found, change }));
  });
}

function wanted<Live>(name: string, property: Property<Live>, live: Live, declared: Declared): unknown {
  const value = declared.inputs[name];
  if (hasUnknown(value)) return value;
  if (value !== undefined) return property.canonical ? property.canonical(value as never, live, declared) : value;
  return property.absent?.(live, declared);
}

function had<Live>(name: string, property: Property<Live>, live: Live, declared: Declared, want: unknown): unknown {
  const before = declared.before[name];
  if (property.remembered)
    return before !== undefined && property.canonical && !hasUnknown(before)
      ? property.canonical(before as never, live, declared)
      : before;
  const undeclared = declared.inputs[name] === undefined;
  if (property.engineDefault && undeclared && before === undefined) return want;
  return property.live?.(live, declared);
}

/** Compares two values and names each place where they part. */
export function compare(path: string, want: unknown, have: unknown, key?: (item: never) => string): Found[] {
  if (want === undefined && have === undefined) return [];
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

function compareLists(path: string, want: unknown[], have: unknown[], key?: (item: never) => string): Found[] {
  if (!key && [...want, ...have].every((item) => typeof item !== "object"))
    return sameItems(want, have) ? [] : [{ path, kind: "update", want, have }];
  const rest = [...have];
  const found = want.flatMap((item, i) => {
    const at = key ? rest.findIndex((other) => key(other as never) === key(item as never)) : 0;
    const [other] = at < 0 || rest.length === 0 ? [undefined] : rest.splice(at, 1);
    return compare(`${path}[${i}]`, item, other);
  });
  return [...found, ...rest.map((item, i) => deletion(`${path}[${want.length + i}]`, item))];
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
