import { compare } from "./difference.ts";
import type { Declared, Properties, Property } from "./property.ts";
import type { Remembered } from "./remembered.ts";
import type { Value, Values } from "./values.ts";

/**
 * The inputs that would declare what the host has: the user's own spelling wherever it still holds, the live value
 * where it does not, and nothing for what nobody declared and the engine may have chosen. For `refresh`.
 */
export function observedInputs<Live>(
  properties: Properties<Live>,
  live: Live,
  before: Values,
  kept?: Remembered,
): Values {
  const declared = { inputs: before, before, ...(kept ? { kept } : {}) };
  const entries = Object.entries(properties).map(([name, property]) => {
    return [name, observedInput(name, property, live, declared)] as const;
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/**
 * The inputs that declare what the host has, of which nobody has declared anything yet: all of it but what the engine
 * makes of none on this host. What it may have chosen or not is written down, so that a change shows.
 */
export function importedInputs<Live>(properties: Properties<Live>, live: Live): Values {
  const declared = { inputs: {}, before: {} };
  const entries = Object.entries(properties).map(([name, property]) => {
    if (property.remembered) return [name, undefined] as const;
    const have = (property.imported ? property.imported(live) : property.live?.(live, declared)) as Value | undefined;
    const none = property.engineDefault ? property.usual?.(live) : property.absent?.(live, declared);
    return [name, compare(name, none, have, property.key).length > 0 ? have : undefined] as const;
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

function observedInput<Live>(
  name: string,
  property: Property<Live>,
  live: Live,
  declared: Declared,
): Value | undefined {
  const before = declared.before[name];
  if (property.remembered) return before;
  const have = property.live?.(live, declared) as Value | undefined;
  if (before === undefined) {
    if (property.engineDefault) return undefined;
    return compare(name, property.absent?.(live, declared), have, property.key).length > 0 ? have : undefined;
  }
  const want = property.canonical ? property.canonical(before as never, live, declared) : before;
  return compare(name, want, have, property.key).length > 0 ? inOrder(want, have, property.key) : before;
}

/** Live items in the order in which they were declared, so that an index means the same before and after. */
function inOrder(want: unknown, have: Value | undefined, key?: (item: never) => string): Value | undefined {
  if (!key || !Array.isArray(want) || !Array.isArray(have)) return have;
  const order = want.map((item) => key(item as never));
  const place = (item: Value) => order.indexOf(key(item as never)) >>> 0;
  return [...have].sort((a, b) => place(a) - place(b));
}
