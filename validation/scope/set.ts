import { Invalid } from "../../net/invalid.ts";
import type { AddressSet, AddressSets } from "../../net/schema/set.ts";
import { type Entry, entriesOf } from "../../net/sets/entry.ts";
import { rangeOf, shapeOf } from "../../net/sets/shape.ts";
import { hasFamily, isBitmap, isHash, isSetName, MAXELEM, NAME_RULE } from "../../net/sets/types.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

/** The sets of a scope, each by itself. What rules ask of them is in rules/sets.ts. */
export function readSets(reading: Reading, sets: AddressSets, path: Path): void {
  for (const [name, set] of Object.entries(sets)) {
    const at = [...path, name];
    reading.check(at, () => checkName(name));
    if (set !== undefined && !reading.damaged([...at, "type"])) readSet(reading, set, at);
  }
}

function checkName(name: string): void {
  if (!isSetName(name)) throw new Invalid(name, NAME_RULE, "rename it");
}

function readSet(reading: Reading, set: AddressSet, path: Path): void {
  const { type, family, range, maxelem } = set;
  const misplaced = (field: keyof AddressSet, rule: string, fix = "leave it out") =>
    reading.fault({ path: [...path, field], value: set[field], rule, fix });
  if (family !== undefined && !hasFamily(type)) misplaced("family", `${type} has addresses of no family`);
  if (family === "ipv6" && type === "bitmap:ip") misplaced("family", "a bitmap has IPv4 addresses only", "use hash:ip");
  if (maxelem !== undefined && !isHash(type)) misplaced("maxelem", `${type} takes as many as it has room for`);
  if (range !== undefined && !isBitmap(type)) misplaced("range", "only a bitmap has a range");
  if (range === undefined && isBitmap(type)) {
    const fix = `write it, as in ${type === "bitmap:port" ? "0-1023" : "10.0.0.0/16"}`;
    reading.fault({ path: [...path, "range"], value: undefined, rule: `${type} needs its range`, fix });
  } else if (range === undefined || !isBitmap(type) || reading.check([...path, "range"], () => rangeOf(type, range)))
    readEntries(reading, set, path);
}

function readEntries(reading: Reading, set: AddressSet, path: Path): void {
  const shape = shapeOf(set);
  const limit = isHash(set.type) ? (set.maxelem ?? MAXELEM) : MAXELEM;
  const seen = new Map<string, number>();
  (set.entries ?? []).forEach((text, index) => {
    const at = [...path, "entries", index];
    const entries = text === undefined ? undefined : reading.value(at, () => entriesOf(text, shape, limit));
    const twice = entries?.find(({ element }) => seen.has(element));
    if (twice) doubled(reading, at, { text, twice, first: seen.get(twice.element) ?? 0 });
    else for (const { element } of entries ?? []) seen.set(element, index);
  });
  if (seen.size <= limit) return;
  const rule = `they stand for ${seen.size} elements, and the set takes ${limit}`;
  reading.fault({ path: [...path, "entries"], value: set.entries?.length, rule, fix: "raise maxelem, or narrow them" });
}

interface Doubled {
  text: string;
  twice: Entry;
  first: number;
}

function doubled(reading: Reading, path: Path, { text, twice, first }: Doubled): void {
  const { element } = twice;
  const whole = text === element ? "the same" : `${element}, which it stands for, is`;
  reading.fault({ path, value: text, rule: `${whole} in entries[${first}] already`, fix: "leave one of them out" });
}
