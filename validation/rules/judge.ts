import type { Facts } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { attachments } from "./attachments.ts";
import { bonds } from "./bonds.ts";
import { bridges } from "./bridges.ts";
import { carriers } from "./carriers.ts";
import { containers } from "./containers.ts";
import { cycles } from "./cycles.ts";
import { duplicates } from "./duplicates.ts";
import { existing } from "./existing.ts";
import { expectations } from "./expectations.ts";
import { fdbs } from "./fdbs.ts";
import { filters } from "./filters.ts";
import { gotos } from "./gotos.ts";
import { gres } from "./gres.ts";
import { iptunnels } from "./iptunnels.ts";
import { ipv6 } from "./ipv6.ts";
import { ipvlans } from "./ipvlans.ts";
import { loopback } from "./loopback.ts";
import { macvlans } from "./macvlans.ts";
import { masters } from "./masters.ts";
import { mtus } from "./mtu.ts";
import { neighbours } from "./neighbours.ts";
import { networks } from "./networks.ts";
import { overlaps } from "./overlaps.ts";
import { parents } from "./parents.ts";
import { ports } from "./ports.ts";
import { publishes } from "./publishes.ts";
import { qosMaps } from "./qos-maps.ts";
import { references } from "./references.ts";
import { routes } from "./routes.ts";
import { rules } from "./rules.ts";
import { segments } from "./segments.ts";
import { sets } from "./sets.ts";
import { shapings } from "./shapings.ts";
import { sysctls } from "./sysctls.ts";
import { tunnels } from "./tunnels.ts";
import { vlans } from "./vlans.ts";
import { vxlans } from "./vxlans.ts";
import { wireguards } from "./wireguards.ts";

/** A rule over a whole declaration: pure, and never throws. */
export type Rule = (facts: Facts) => Fault[];

/** Every rule, one file a family. Rules about a single value are its parser's, and held when the facts are read. */
const RULES: readonly Rule[] = [
  duplicates,
  qosMaps,
  references,
  cycles,
  existing,
  masters,
  bridges,
  bonds,
  ports,
  vlans,
  fdbs,
  mtus,
  shapings,
  parents,
  macvlans,
  ipvlans,
  vxlans,
  tunnels,
  gres,
  iptunnels,
  wireguards,
  segments,
  overlaps,
  routes,
  rules,
  gotos,
  neighbours,
  sysctls,
  ipv6,
  filters,
  sets,
  loopback,
  publishes,
  networks,
  containers,
  attachments,
  carriers,
  expectations,
];

/** Everything wrong with a declaration that its values do not show one by one. */
export function judge(facts: Facts): Fault[] {
  const told = RULES.flatMap((rule) => rule(facts));
  return told.flatMap(({ from = [], ...fault }) => (from.some((path) => facts.damaged(path)) ? [] : [fault]));
}
