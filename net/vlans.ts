import { Invalid } from "./invalid.ts";

/** A run of VLANs, both ends included; one VLAN has equal ends. */
export interface VlanIds {
  first: number;
  last: number;
}

/** A VLAN of a port, or several that are the same there, as they are declared. */
export interface VlanEntry {
  id: number | string;
  pvid?: boolean | undefined;
  untagged?: boolean | undefined;
}

/** What `bridge vlan add` says of each VLAN: "", "untagged", "pvid untagged". */
export type VlanTable = ReadonlyMap<number, string>;

/** VLAN 0 is no VLAN, and 4095 is kept for the kernel's own use (802.1Q). */
const [FIRST, LAST] = [1, 4094];

/** The kernel gives a port, and the bridge itself, this one (vlan_default_pvid). */
export const USUAL_VLANS = "1 pvid untagged";

/** For who is in no VLAN. */
const NONE = "none";

/**
 * Parses `10` or `100-199`.
 *
 * @throws {Invalid} outside 1 to 4094, for a range that runs backwards, for anything else
 */
export function parseVlanIds(value: number | string): VlanIds {
  const match = /^([0-9]{1,4})(?:-([0-9]{1,4}))?$/.exec(String(value));
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  const isOne = (id: number) => id >= FIRST && id <= LAST;
  if (!isOne(first) || !isOne(last))
    throw new Invalid(value, `a VLAN is a whole number from ${FIRST} to ${LAST}`, "write 10, or 100-199");
  if (first > last) throw new Invalid(value, "the range runs backwards", `write ${last}-${first}`);
  return { first, last };
}

/** VLAN by VLAN what a declaration says. */
export function tableOf(entries: readonly VlanEntry[]): VlanTable {
  return new Map(
    entries.flatMap(({ id, pvid, untagged }) => {
      const words = [...(pvid ? ["pvid"] : []), ...(untagged ? ["untagged"] : [])].join(" ");
      const { first, last } = parseVlanIds(id);
      return Array.from({ length: last - first + 1 }, (_, i) => [first + i, words] as const);
    }),
  );
}

/** Neighbours that are the same as one: `10 pvid untagged`, `100-199`. A pvid stands alone. */
export function runsOf(table: VlanTable): string[] {
  const runs: { first: number; last: number; words: string }[] = [];
  for (const [id, words] of [...table].toSorted(([a], [b]) => a - b)) {
    const run = runs.at(-1);
    if (run?.last === id - 1 && run.words === words) run.last = id;
    else runs.push({ first: id, last: id, words });
  }
  return runs.map(({ first, last, words }) => `${first === last ? first : `${first}-${last}`} ${words}`.trim());
}

/** One text for lists that mean the same. */
export function vlansText(table: VlanTable): string {
  return runsOf(table).join(", ") || NONE;
}

export function tableIn(text: string): VlanTable {
  return tableOf(entriesIn(text));
}

/** As a declaration has it. */
export function entriesIn(text: string): VlanEntry[] {
  if (text === NONE) return [];
  return text.split(", ").map((run) => {
    const [ids = "", ...words] = run.split(" ");
    const flags = Object.fromEntries(words.map((word) => [word, true]));
    return { id: ids.includes("-") ? ids : Number(ids), ...flags };
  });
}
