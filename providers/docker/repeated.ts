import { isDeepStrictEqual } from "node:util";
import { type Fault, formatPath } from "../../validation/fault.ts";
import type { Resource } from "./resource.ts";
import { hasUnknown, type Value, type Values } from "./values.ts";

/**
 * Items of a list that are about the same thing and say two things of it, as a label with two values: the engine takes
 * one of them, and no update would ever make the other true. Their values are not told: they may be secret.
 */
export function repeatedItems(resource: Resource<unknown>, inputs: Values): Fault[] {
  return Object.entries(resource.properties).flatMap(([name, { key, several }]): Fault[] => {
    const items = inputs[name];
    if (!key || several || !Array.isArray(items)) return [];
    const first = new Map<string, number>();
    return items.flatMap((item: Value, i): Fault[] => {
      const same = hasUnknown(item) ? "" : key(item as never);
      const before = first.get(same);
      if (before === undefined) first.set(same, i);
      if (same === "" || before === undefined || isDeepStrictEqual(items[before], item)) return [];
      return [
        { path: [name, i], value: same, rule: `${formatPath([name, before])} says otherwise of it`, fix: "keep one" },
      ];
    });
  });
}
