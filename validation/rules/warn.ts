import type { Facts } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { strangeEnds } from "./cables.ts";
import { emptyTables } from "./empty-tables.ts";
import { ledElsewhere } from "./gotos.ts";
import { askedElsewhere } from "./rules.ts";
import { misspelled } from "./sysctls.ts";
import { deafEnds } from "./tunnel-ends.ts";
import { sunkenTunnels } from "./underlays.ts";
import { undiscovered } from "./undiscovered.ts";
import { unreachable } from "./unreachable.ts";
import { unheardTags } from "./vlans.ts";
import { strangers } from "./wireguard-ends.ts";

/** Rules that tell of what can be built, and hardly be meant. */
const WARNINGS: readonly ((facts: Facts) => Fault[])[] = [
  unreachable,
  undiscovered,
  askedElsewhere,
  ledElsewhere,
  emptyTables,
  strangeEnds,
  misspelled,
  unheardTags,
  deafEnds,
  sunkenTunnels,
  strangers,
];

/** What a person should know of a declaration without a fault. */
export function warn(facts: Facts): Fault[] {
  return WARNINGS.flatMap((rule) => rule(facts));
}
