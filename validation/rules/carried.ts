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
  if (below?.bridge) {
    const bridge = below.bridge.name;
    return fault(`the port of a bridge carries no ${type}: ${bridge} takes its frames`, `write ${bridge}`);
  }
  if (below?.bond) {
    const bond = below.bond.name;
    return fault(`the member of a bond carries no ${type}: ${bond} takes its frames`, `write ${bond}`);
  }
  if (!below || !family.includes(below.type)) return [];
  const rule = `${article} ${below.type} carries no other: the kernel takes the interface that ${below.name} lies on`;
  return fault(rule, `write ${below.parent?.name ?? "the interface below it"}`);
}
