import { formatFault } from "../../../validation/fault.ts";
import { declarable, scopesOf, wantedBy } from "../document.ts";
import { transportTo } from "../transport/transports.ts";
import { hasUnknowns } from "../unknown.ts";
import type { WireDocument } from "../wire.ts";
import { missingParts } from "./kernel.ts";

/**
 * What the host's kernel cannot make of a document that is not known as a whole yet: what is inside a container, before
 * there is one. It can be told before anything is made.
 */
export async function lackingFor({ host, scopes }: WireDocument): Promise<string[]> {
  if (hasUnknowns(host) || typeof scopes !== "object") return [];
  const known = Object.entries(scopes).filter(([, text]) => !hasUnknowns(text));
  const wanted = wantedBy(declarable(scopesOf({ scopes: Object.fromEntries(known) })));
  return (await missingParts(transportTo(host), wanted)).map(formatFault);
}
