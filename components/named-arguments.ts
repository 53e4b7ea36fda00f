import { isMap } from "../net/map.ts";

/**
 * The name that a declaration goes by, which others refer to, apart from its other arguments: `name` where there is one,
 * else the resource's. It is a plain text, because checks and references cannot wait for one. What is no text is left
 * where it stands, for the check to name.
 */
export function namedArguments(resource: string, args: unknown): { own: string; rest: unknown } {
  if (!isMap(args) || typeof args.name !== "string") return { own: resource, rest: args };
  const { name: own, ...rest } = args;
  return { own, rest };
}
