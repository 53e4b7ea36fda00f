import { Invalid } from "../invalid.ts";
import { formatIp } from "../ip.ts";
import type { AddressSet, AddressSets } from "../schema/set.ts";
import { runOf, type Shape } from "./element.ts";
import { numbersOf } from "./ports.ts";
import { dimensionsOf, hasFamily, isBitmap, type SetType } from "./types.ts";

/** The family of a set; undefined for one that has none. */
export function familyOfSet({ type, family, entries = [] }: AddressSet): "ipv4" | "ipv6" | undefined {
  if (!hasFamily(type)) return undefined;
  const first = entries.find((entry) => entry !== undefined) ?? "";
  return family ?? (isOfSix(first, type) ? "ipv6" : "ipv4");
}

/** The first entry says what all of them are. */
function isOfSix(entry: string, type: SetType): boolean {
  const parts = entry.split(" ", 1)[0]?.split(",") ?? [];
  return dimensionsOf(type).some(
    (dimension, index) => (dimension === "ip" || dimension === "net") && parts[index]?.includes(":"),
  );
}

/** What the entries of a declared set are read by; the range as it is written, where that is none. */
export function shapeOf(set: AddressSet): Shape {
  const family = familyOfSet(set) === "ipv6" ? 6 : 4;
  const { type, range } = set;
  return { type, family, ...(range !== undefined && isBitmap(type) && { range }) };
}

/** IPSET_BITMAP_MAX_RANGE, and one. */
const BITS = 65536;

/**
 * The range of a bitmap in its one spelling, as ipset prints it.
 *
 * @throws {Invalid} for what is none, and for one that is too large
 * @example rangeOf("bitmap:ip", "10.0.0.0/24") // "10.0.0.0-10.0.0.255"
 */
export function rangeOf(type: SetType, range: string): string {
  if (type === "bitmap:port") {
    const { first, last } = numbersOf(range);
    return `${first}-${last}`;
  }
  const { first, last } = runOf(range, { type, family: 4 });
  if (last.value - first.value >= BigInt(BITS))
    throw new Invalid(range, `a bitmap has at most ${BITS} addresses`, "narrow it, or use hash:ip");
  return `${formatIp(first)}-${formatIp(last)}`;
}

/** How many parts of a packet a set looks up: of a list, as many as the largest of its members that are known. */
export function partsOf(set: AddressSet, sets: AddressSets): number {
  if (set.type !== "list:set") return dimensionsOf(set.type).length;
  const members = (set.entries ?? []).flatMap((name) => sets[elementName(name)] ?? []);
  return Math.max(1, ...members.map(({ type }) => (type === "list:set" ? 1 : dimensionsOf(type).length)));
}

function elementName(entry: string): string {
  return entry.split(" ", 1)[0] ?? "";
}
