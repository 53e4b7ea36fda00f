import { formatIp, parseIp } from "../../../net/ip.ts";
import type { Facts } from "../../../validation/facts.ts";
import type { Fault } from "../../../validation/fault.ts";
import { crossed, FILTERS } from "../../../validation/rules/crossed.ts";
import { nobody, type Beside as Strangers } from "../../../validation/rules/nobody.ts";
import { scopesOf, wantedBy } from "../document.ts";
import type { Dump } from "../dump.ts";
import { soundFacts } from "../faults.ts";
import { linksOf } from "../kinds/questions.ts";
import type { Wanted } from "../model.ts";
import type { Survey } from "../survey.ts";
import type { Transport } from "../transport/transport.ts";
import type { WireDocument } from "../wire.ts";
import { emptyTablesOf, lostGotos, unaskedRoutes } from "./unasked.ts";

/** A document, and the host that it is for. */
interface Case extends Pick<Survey, "dumps" | "observed"> {
  transport: Transport;
  wire: WireDocument;
  wanted: readonly Wanted[];
  /** Addresses that other parts of the program give to machines. */
  elsewhere: readonly string[];
}

/** By owner what documents want that this process has checked: others of the program, not all of them applied yet. */
const checked = new Map<string, readonly Wanted[]>();

/** What other documents of the program want, as far as they were checked before an owner's. */
export function checkedBefore(owner: string): Wanted[] {
  return [...checked].flatMap(([other, items]) => (other === owner ? [] : items));
}

/** What the rest of the program wants of the host. */
export function besideOf({ owner, around }: WireDocument): Wanted[] {
  return [...wantedBy(scopesOf({ scopes: around })), ...checkedBefore(owner)];
}

/** What can be built on this host, and will hardly do what it is for. */
export async function liveWarnings({ transport, wire, elsewhere, ...host }: Case): Promise<Fault[]> {
  const { owner } = wire;
  checked.set(owner, host.wanted);
  const tables = { ...host, owner, beside: besideOf(wire) };
  const facts = soundFacts(scopesOf(wire));
  return [
    ...unaskedRoutes(tables),
    ...emptyTablesOf(tables),
    ...lostGotos(tables),
    ...(facts ? nobody(facts, strangersIn(host.dumps, elsewhere)) : []),
    ...(facts ? await untranslated(transport, facts) : []),
  ];
}

function strangersIn(dumps: ReadonlyMap<string, Dump>, elsewhere: readonly string[]): Strangers {
  const held = new Set([...dumps.values()].flatMap((dump) => linksOf(dump).flatMap(addressesOf)));
  return {
    hasStrangers: (scope, bridge, declared) =>
      linksOf(dumps.get(scope)).some(({ master, ifname }) => master === bridge && !declared.has(String(ifname))),
    has: (address) => held.has(address) || elsewhere.includes(address),
  };
}

function addressesOf({ addr_info }: Readonly<Record<string, unknown>>): string[] {
  const entries = (addr_info ?? []) as { local?: string }[];
  return entries.flatMap(({ local }) => (local === undefined ? [] : [formatIp(parseIp(local))]));
}

async function untranslated(transport: Transport, facts: Facts): Promise<Fault[]> {
  const found = await Promise.all(
    ([4, 6] as const).map(async (family) => {
      const ways = crossed(facts, family);
      return ways.length > 0 && (await isFiltered(transport, facts, FILTERS[family])) ? ways : [];
    }),
  );
  return found.flat();
}

/** As it is declared, else as the host has it; without br_netfilter it has no such file. */
async function isFiltered(transport: Transport, { sysctls }: Facts, name: string): Promise<boolean> {
  const declared = sysctls.find(({ scope, parts }) => scope === "host" && parts.join("/") === `net/bridge/${name}`);
  if (declared) return declared.value === "1";
  return (await transport.run("host", ["cat", `/proc/sys/net/bridge/${name}`])).stdout.trim() === "1";
}
