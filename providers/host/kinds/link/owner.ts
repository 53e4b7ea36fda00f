import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import { isMark } from "../../mark.ts";
import type { Context, Item } from "../../model.ts";
import { linkNamed } from "../questions.ts";

/** Whose a live interface is; undefined for nobody's. */
export function ownerOf({ ifalias, ifname }: Entry, scope: string, { claims }: Context): string | undefined {
  return isMark(ifalias as Json) ? String(ifalias) : claims.claimant({ kind: "link", scope, key: String(ifname) });
}

/** The bridge that a link is to be a port of, where it is there and no stack's. */
export function foreignBridge({ scope, props }: Item, context: Context): Entry | undefined {
  const live = typeof props.master === "string" ? linkNamed(context.dumps.get(scope), props.master) : undefined;
  return live && ownerOf(live, scope, context) === undefined ? live : undefined;
}
