import { compare } from "./difference.ts";
import type { Declared, Properties, Property } from "./property.ts";
import type { Value, Values } from "./values.ts";

/**
 * The inputs that would declare what the host has: the user's own spelling wherever it still holds, the live value
 * where it does not, and nothing for what is as the engine would make it anyway. For `refresh` and `import`.
 */
export function observedInputs<Live>(properties: Properties<Live>, live: Live, before: Values): Values {
  const declared = { inputs: before, before };
  const entries = Object.entries(properties).map(([name, property]) => {
    return [name, observedInput(name, property, live, declared)] as const;
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
