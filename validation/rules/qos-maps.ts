import { isMap } from "../../net/map.ts";
import type { Facts, Link } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { repeated } from "./duplicates.ts";

const MAPS = ["ingressQosMap", "egressQosMap"];

/** A VLAN gives each priority one other. */
export function qosMaps({ links }: Facts): Fault[] {
  return links.filter(({ type }) => type === "vlan").flatMap((link) => MAPS.flatMap((field) => twice(link, field)));
}

function twice({ fields, path }: Link, field: string): Fault[] {
  const list = Array.isArray(fields[field]) ? (fields[field] as unknown[]) : [];
  const said = list.flatMap((entry, index) => {
    const value = isMap(entry) ? entry.from : undefined;
    return value === undefined ? [] : [{ path: [...path, field, index, "from"], value, place: `${field}[${index}]` }];
  });
  return repeated(said, ({ value }) => String(value)).map(([{ path, value }, { place }]) => {
    return { path, value, rule: `${place} says already what it becomes`, fix: "keep one" };
  });
}
