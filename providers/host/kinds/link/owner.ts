import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import { isMark } from "../../mark.ts";
import type { Context, Item, Ref } from "../../model.ts";
import { linkNamed } from "../questions.ts";

/** Whose a live interface is, or who moved it here; undefined for nobody's. */
export function ownerOf(link: Entry, scope: string, context: Context): string | undefined {
  const { ifalias, ifname } = link;
  if (isMark(ifalias as Json)) return String(ifalias);
  const { claims } = context;
  return (
    claims.claimant({ kind: "link", scope, key: String(ifname) }) ?? claims.claimant(movedRef(link, scope, context))
  );
}

/** The name that it was moved here under, if it was: where a hand gave it another, its number tells. */
export function movedRef({ ifname, ifindex }: Entry, scope: string, { claims, dumps }: Context): Ref {
  const ref: Ref = { kind: "moved", scope, key: String(ifname) };
  if (claims.claimant(ref) !== undefined) return ref;
  const dump = dumps.get(scope);
  const isGone = (own: Ref) => own.scope === scope && linkNamed(dump, own.key) === undefined;
  return claims.own("moved").find((own) => isGone(own) && claims.identity(own) === String(ifindex)) ?? ref;
}

/** The bridge that a link is to be a port of, where it is there and no stack's. */
export function foreignBridge({ scope, props }: Item, context: Context): Entry | undefined {
  const live = typeof props.master === "string" ? linkNamed(context.dumps.get(scope), props.master) : undefined;
  return live && ownerOf(live, scope, context) === undefined ? live : undefined;
}
