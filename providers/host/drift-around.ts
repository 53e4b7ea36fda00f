import { hostAt } from "./backends.ts";
import { acts } from "./converge.ts";
import { scopesOf, wantedBy } from "./document.ts";
import type { Operation } from "./model.ts";
import { preview } from "./reconcile.ts";
import type { Transport } from "./transport/transport.ts";
import type { WireDocument } from "./wire.ts";

/** Kinds of which it shows without their owner's register whether they are as declared. */
const PLAIN = new Set(["sysctl", "address", "route"]);

/** What is not as other documents declare it, by whose names the expectations of this one go. */
export async function driftAround(
  transport: Transport,
  { owner, around }: Pick<WireDocument, "owner" | "around">,
): Promise<Operation[]> {
  if (Object.keys(around).length === 0) return [];
  const wanted = wantedBy(scopesOf({ scopes: around })).filter(({ kind }) => PLAIN.has(kind));
  const { operations, context } = await preview(hostAt(transport), { owner, wanted, adopt: true, alsoScopes: [] });
  const differs = ({ verb, changes }: Operation) => verb === "create" || changes.length > 0;
  return operations.filter((operation) => differs(operation) && acts(context)(operation));
}
