import * as pulumi from "@pulumi/pulumi";
import { isMap } from "../net/map.ts";
import type { Path } from "../validation/fault.ts";
import type { IsLater } from "../validation/schema/plain-data.ts";

/** What a program does not know of its own arguments before the resources of others are there. */
export const isLater: IsLater = (value) => pulumi.Output.isInstance(value) || value instanceof Promise;

/** Where in arguments such values stand. */
export function laterIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  if (isLater(value, path)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, i) => laterIn(item, [...path, i]));
  const isPlain = isMap(value) && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.entries(value).flatMap(([key, member]) => laterIn(member, [...path, key])) : [];
}
