import { isMap } from "../net/map.ts";
import { refuse } from "./check-arguments.ts";
import { isLater } from "./later.ts";

/**
 * The name that a declaration goes by, which others refer to, apart from its other arguments: `name` where there is one,
 * else the resource's. What is no text is left where it stands, for the check to name.
 *
 * @throws {pulumi.RunError} for a name that is known later: checks and references cannot wait for it
 */
export function namedArguments(component: string, resource: string, args: unknown): { own: string; rest: unknown } {
  if (!isMap(args)) return { own: resource, rest: args };
  const { name, ...rest } = args;
  if (typeof name === "object" && name !== null && isLater(name, ["name"])) {
    const rule = "a name is known while the program runs, and is no output";
    refuse(component, resource, [{ path: ["name"], rule, fix: "write text, or leave it out" }]);
  }
  return typeof name === "string" ? { own: name, rest } : { own: resource, rest: args };
}
