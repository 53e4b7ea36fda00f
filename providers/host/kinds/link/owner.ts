import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import { isMark } from "../../mark.ts";
import type { Context, Item } from "../../model.ts";
import { linkNamed } from "../questions.ts";

/** Whose a live interface is, or who moved it here; undefined for nobody's. */
export function ownerOf({ ifalias, ifname }: Entry, scope: string, { claims }: Context): string | undefined {
  if (isMark(ifalias as Json)) return String(ifalias);
  const ref = { scope, key: String(ifname) };
  return claims.claimant({ ...ref, kind: "link" }) ?? claims.claimant({ ...ref, kind: "moved" });
}

/** The bridge that a link is to be a port of, where it is there and no stack's. */
export function foreignBridge({ scope, props }: Item, context: Context): Entry | undefined {
  const live = typeof props.master === "string" ? linkNamed(context.dumps.get(scope), props.master) : undefined;
  return live && ownerOf(live, scope, context) === undefined ? live : undefined;
}
