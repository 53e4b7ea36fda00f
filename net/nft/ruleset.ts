import { inGroups } from "../in-groups.ts";

/** What `nft -j list ruleset` prints, as far as the way of a packet needs it: rules of anybody, by any tool. */
export interface NftChain {
  /** "inet", "ip", "ip6", "bridge", "netdev", "arp". */
  family: string;
  table: string;
  name: string;
  /** Of a base chain: "filter", "nat" or "route", with the hook, its order there, and what becomes of the rest. */
  type?: string;
  hook?: string;
  prio?: number;
  policy?: string;
  rules: NftRule[];
}

export interface NftRule {
  /** The statements, in their order; each an object with one key. */
  expr: Statement[];
  comment?: string;
}

export type Statement = Record<string, unknown>;

export interface Ruleset {
  chains: NftChain[];
  /** Elements of named sets, by "FAMILY TABLE NAME"; undefined where it cannot be told which they are. */
  sets: ReadonlyMap<string, unknown[]>;
}

type Entry = Partial<Record<"chain" | "rule" | "set", Record<string, unknown>>>;

/** Reads the whole; what is not JSON has nothing in it. */
export function readNft(text: string): Ruleset {
  const entries = listed(text);
  const rules = entries.flatMap(({ rule }) => (rule ? [rule] : []));
  const chains = entries.flatMap(({ chain }) => (chain ? [chain] : [])) as unknown as NftChain[];
  const sets = entries.flatMap(({ set }) => (set ? [set] : []));
  return {
    chains: chains.map((chain) => ({
      ...chain,
      rules: rules.filter((rule) => rule.chain === chain.name && placeOf(rule) === placeOf(chain)) as never,
    })),
    sets: new Map(sets.map((set) => [`${placeOf(set)} ${set.name}`, (set.elem ?? []) as unknown[]])),
  };
}

function listed(text: string): Entry[] {
  try {
    return (JSON.parse(inGroups(text)) as { nftables?: Entry[] }).nftables ?? [];
  } catch {
    return [];
  }
}

export function placeOf({ family, table }: { family?: unknown; table?: unknown }): string {
  return `${family} ${table}`;
}

const IPTABLES = new Set(["raw", "mangle", "nat", "filter", "security", "broute"]);
const LIKE_IPTABLES = new Set(["ip", "ip6", "bridge", "arp"]);

/** A chain of `iptables-nft`, which iptables-save prints, or of ebtables and arptables: INPUT of table filter, for instance. */
export function isOfIptables({ family, table, name, hook = "" }: NftChain): boolean {
  return LIKE_IPTABLES.has(family) && IPTABLES.has(table) && name === hook.toUpperCase();
}

/** How often packets have met a rule's counter; undefined for a rule without one. */
export function packetsOf({ expr }: NftRule): number | undefined {
  const counter = expr.find((statement) => "counter" in statement)?.counter as { packets?: number } | null | undefined;
  return counter?.packets;
}

/** Chains that see packets of a device before and after all others do, as "TABLE CHAIN": families netdev and inet. */
export function atDevices({ chains }: Ruleset): string[] {
  return chains
    .filter(({ hook }) => hook === "ingress" || hook === "egress")
    .map(({ table, name }) => `${table} ${name}`);
}
