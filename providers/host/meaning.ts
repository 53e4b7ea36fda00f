import { declarable, scopesOf, wantedBy } from "./document.ts";
import { canonical } from "./json.ts";
import type { WireDocument } from "./wire.ts";

/**
 * What a declaration asks of a host, as text: two that a plan cannot tell apart are one, whatever the order and the
 * spelling that they are written in, and with defaults or without. A refresh has the host's picture compared as well.
 */
export function meaningOf({ scopes, ...rest }: WireDocument): string {
  const known = declarable(scopesOf({ scopes }));
  // Every one of two with one name: a picture may have them, and the other is what a plan takes away.
  const items = [...new Set(wantedBy(known).map(({ at: _, ...item }) => canonical(item)))].sort();
  // What nobody can declare means itself: the host's picture is not as good as empty for it.
  const strange = Object.entries(scopes).filter(([name]) => !(name in known));
  return canonical({ ...rest, items, strange: Object.fromEntries(strange) });
}
