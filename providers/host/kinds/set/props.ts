import type { SavedSet } from "../../../../net/ipset-save.ts";
import type { AddressSet } from "../../../../net/schema/set.ts";
import { entriesOf, entryText } from "../../../../net/sets/entry.ts";
import { contentsOf, familyOfSaved } from "../../../../net/sets/saved.ts";
import { familyOfSet, rangeOf, shapeOf } from "../../../../net/sets/shape.ts";
import { isBitmap, isHash, MAXELEM } from "../../../../net/sets/types.ts";
import { equal, type Json } from "../../json.ts";
import type { Props } from "../../model.ts";

/** Members that `ipset create list:set` makes room for. */
const LEAST = 8;

/** Every entry there can be: the check has said where there are too many. */
const ALL = Number.MAX_SAFE_INTEGER;

/** What a declaration wants of its set: entries one by one, as the kernel has them. */
export function propsWanted(set: AddressSet): Props {
  const { type, range, maxelem = MAXELEM, timeout = null, counters = false, entries = [] } = set;
  const shape = shapeOf(set);
  const read = entries.flatMap((text) => entriesOf(text, shape, ALL));
  return {
    type,
    family: familyOfSet(set) ?? null,
    range: range !== undefined && isBitmap(type) ? rangeOf(type, range) : null,
    maxelem: isHash(type) ? maxelem : null,
    timeout,
    counters,
    comments: read.some(({ comment }) => comment !== undefined),
    entries: read.map(entryText).sort(),
    ...(type === "list:set" && { room: Math.max(LEAST, read.length) }),
    other: null,
    ...membersOf(type, read.map(entryText)),
  };
}

/** The same of one that is there, with what nobody can declare. */
export function propsOf(set: SavedSet): Props {
  const { type, options } = set;
  const { entries, passing } = contentsOf(set);
  const number = (name: string) => (options[name] === undefined ? null : Number(options[name]));
  return {
    type,
    family: familyOfSaved(set) ?? null,
    range: options.range === undefined ? null : String(options.range),
    maxelem: number("maxelem"),
    timeout: number("timeout"),
    counters: options.counters === true,
    comments: options.comment === true,
    entries,
    ...(type === "list:set" && { room: number("size"), size: number("size") }),
    other: otherWords(options),
    ...membersOf(type, entries),
    // What the kernel makes of it by itself, and what others add for a time: never compared.
    ...(options.hashsize !== undefined && { hashsize: number("hashsize") }),
    passing,
  };
}

const TOLD = ["family", "range", "maxelem", "timeout", "counters", "comment", "size", "hashsize", "initval"];

/** The kernel's own choice (AHASH_MAX_SIZE). */
const BUCKETSIZE = "12";

/** What a set was made with beyond what can be declared: "netmask 24 skbinfo"; null where nothing. */
function otherWords(options: SavedSet["options"]): string | null {
  const words = Object.entries(options)
    .filter(([name, value]) => !TOLD.includes(name) && !(name === "bucketsize" && value === BUCKETSIZE))
    .map(([name, value]) => (value === true ? name : `${name} ${value}`));
  return words.join(" ") || null;
}

/** Of a list the sets that it has, each as a property: an object, which is what a kind keeps for itself. */
const MEMBER = "set ";

function membersOf(type: string, entries: readonly string[]): Props {
  if (type !== "list:set") return {};
  return Object.fromEntries(entries.map((entry) => [`${MEMBER}${entry.split(" ")[0]}`, {}]));
}

/** The sets that an item uses by its properties: members of a list, what rules of a chain ask. */
export function setsUsed(props: Props): string[] {
  return Object.keys(props).flatMap((name) => (name.startsWith(MEMBER) ? [name.slice(MEMBER.length)] : []));
}

/** How such a use is kept among the properties. */
export function usesOf(names: readonly string[]): Props {
  return Object.fromEntries(names.map((name) => [`${MEMBER}${name}`, {}]));
}

export function listOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether two values mean the same although they are not equal. */
export function same(property: string, want: Json, have: Json): boolean {
  if (property === "hashsize" || property === "passing") return true;
  if (property === "room") return Number(have) >= Number(want);
  return equal(want, have);
}
