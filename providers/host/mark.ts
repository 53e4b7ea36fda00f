import type { Stack } from "../../validation/conflicts/world.ts";
import type { Json } from "./json.ts";

/** The routing protocol number that says "made by bridgework"; unassigned in rt_protos of iproute2. */
export const PROTOCOL = "205";

const PREFIX = "bridgework:";

/**
 * The mark that objects of a document carry: `bridgework:<project>/<stack>/<resource>`. Interface aliases hold 255
 * bytes, rule comments 255; Pulumi's own names are shorter.
 */
export function markOf(project: string, stack: string, resource: string): string {
  return `${PREFIX}${project}/${stack}/${resource}`;
}

/** The stack whose document a mark is of. */
export function stackOfMark(mark: string): Stack {
  const [project = "", name = ""] = mark.slice(PREFIX.length).split("/");
  return { project, name };
}

/** The name of the resource whose document a mark is of. */
export function resourceOfMark(mark: string): string {
  return mark.slice(PREFIX.length).split("/").slice(2).join("/");
}

/** True for the mark of some document, ours or another's. */
export function isMark(alias: Json | undefined): alias is string {
  return typeof alias === "string" && alias.startsWith(PREFIX);
}
