import { address } from "./kinds/address.ts";
import { existing } from "./kinds/existing.ts";
import { fdb } from "./kinds/fdb.ts";
import { chain } from "./kinds/firewall/chain.ts";
import { jump } from "./kinds/firewall/jump.ts";
import { table } from "./kinds/firewall/table.ts";
import { link } from "./kinds/link/link.ts";
import { moved } from "./kinds/moved.ts";
import { namespace } from "./kinds/namespace.ts";
import { neighbour } from "./kinds/neighbour.ts";
import { peer } from "./kinds/peer.ts";
import { route } from "./kinds/route.ts";
import { rule } from "./kinds/rule.ts";
import { set } from "./kinds/set/set.ts";
import { shaping } from "./kinds/shaping.ts";
import { sysctl } from "./kinds/sysctl.ts";
import { wg } from "./kinds/wg.ts";
import type { Kind } from "./model.ts";

/** Every kind of object, in the order in which one stands on another: the last ones go first. */
export const KINDS: readonly Kind[] = [
  namespace,
  moved,
  existing,
  link,
  shaping,
  fdb,
  wg,
  peer,
  sysctl,
  address,
  route,
  rule,
  neighbour,
  set,
  table,
  chain,
  jump,
];

/** Place in the registry: what comes later stands on what comes before. */
export function rank(kind: string): number {
  return KINDS.findIndex(({ name }) => name === kind);
}

export function kindOf(name: string): Kind {
  const kind = KINDS.find((candidate) => candidate.name === name);
  if (!kind) throw new Error(`no kind is called ${name}`);
  return kind;
}
