import type { Dump } from "../dump.ts";
import type { Json } from "../json.ts";
import { isMark, PROTOCOL } from "../mark.ts";
import type { Context, Ref } from "../model.ts";
import { linkNamed } from "./questions.ts";

/**
 * Whose a route or a neighbour is. The registry knows by name; protocol 205 says only that it is one of ours, and then
 * the mark on its device, or on the whole namespace, says whose.
 */
export function ownerByDevice(
  ref: Ref,
  json: Record<string, Json>,
  dump: Dump,
  { claims }: Context,
): string | undefined {
  const claimant = claims.claimant(ref);
  if (claimant !== undefined || String(json.protocol) !== PROTOCOL) return claimant;
  const alias = (name: Json | undefined) => linkNamed(dump, name)?.ifalias;
  return [alias(json.dev), alias("lo")].find(isMark);
}
