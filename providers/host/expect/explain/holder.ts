import { addressesOf, neighbour } from "./facts.ts";
import type { Inquiry, Journey, Passable, World } from "./inquiry.ts";
import { linkOf } from "./links.ts";
import type { Side } from "./muted.ts";
import { wire } from "./wire/wire.ts";

/** Who has an address: the interface is undefined where a machine that declares it has it on none. */
export interface Holder {
  scope: string;
  dev: string | undefined;
}

/**
 * Who has an address as an interface meets it. Several may: two customers of one router use the same, each on a link of
 * its own. Then it is the one whose MAC address is known there, else the one that frames get to, else the first.
 */
export function* holderOf(world: Passable, journey: Journey, near: Side, address: string): Inquiry<Holder | undefined> {
  const all = yield* holdersOf(world, address);
  if (all.length < 2) return all[0];
  const placed = all.flatMap(({ scope, dev }) => (dev === undefined ? [] : [{ scope, dev }]));
  const { mac } = yield* neighbour(near.scope, address, near.dev);
  for (const one of placed)
    if (mac !== undefined && (yield* linkOf(one.scope, one.dev))?.address?.toLowerCase() === mac) return one;
  for (const one of placed) if ((yield* wire(world, journey, near, one)) === "passes") return one;
  return all[0];
}

/** Every interface that has it, of the machines that declare it; the host may have one that nobody declares. */
function* holdersOf({ owners, missing }: World, address: string): Inquiry<Holder[]> {
  const declaring = owners.get(address);
  const scopes = declaring?.filter((scope) => !missing?.has(scope)) ?? ["host"];
  const found: Holder[] = [];
  for (const scope of scopes) {
    const held = (yield* addressesOf(scope)).filter((one) => one.address === address);
    found.push(...held.map(({ dev }) => ({ scope, dev })));
    if (held.length === 0 && declaring !== undefined) found.push({ scope, dev: undefined });
  }
  // Who has it comes before who should have it.
  return found.toSorted((a, b) => Number(a.dev === undefined) - Number(b.dev === undefined));
}
