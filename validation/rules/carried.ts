import { belowId, type Link } from "../facts.ts";
import type { Fault } from "../fault.ts";

/**
 * What shares the frames of its parent with others cannot lie just anywhere: whose frames a bridge takes has none for
 * it, and of one on another of its family the kernel makes one on what that lies on.
 *
 * @param family the types that carry none of it
 * @example carried(link, "an", byId, ["ipvlan"])
 */
export function carried(
  link: Link,
  article: "a" | "an",
  byId: ReadonlyMap<string, Link>,
  family: readonly string[],
): Fault[] {
  const { path, parent, type } = link;
  const below = byId.get(belowId(link) ?? "");
  const fault = (rule: string, fix: string) => [{ path: [...path, "parent"], value: parent?.name, rule, fix }];
  const taker = below?.bridge ?? below?.bond;
  if (taker) {
    const what = below?.bridge ? "port of a bridge" : "member of a bond";
    return fault(`the ${what} carries no ${type}: ${taker.name} takes its frames`, `write ${taker.name}`);
  }
  // What lies on itself is told as that.
  if (!below || !family.includes(below.type) || byId.get(belowId(below) ?? "") === link) return [];
  const rule = `${article} ${below.type} carries no other: the kernel takes the interface that ${below.name} lies on`;
  return fault(rule, `write ${below.parent?.name ?? "the interface below it"}`);
}
