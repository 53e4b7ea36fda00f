import { isMap } from "../../net/map.ts";
import type { Facts, Link } from "../facts.ts";
import type { Fault } from "../fault.ts";

const MAPS = ["ingressQosMap", "egressQosMap"];

/** A VLAN gives each priority one other. */
export function qosMaps({ links }: Facts): Fault[] {
  return links.filter(({ type }) => type === "vlan").flatMap((link) => MAPS.flatMap((field) => twice(link, field)));
}

function twice({ fields, path }: Link, field: string): Fault[] {
  const list = Array.isArray(fields[field]) ? (fields[field] as unknown[]) : [];
  const from = list.map((entry) => (isMap(entry) ? entry.from : undefined));
  return from.flatMap((value, index): Fault[] => {
    const first = from.indexOf(value);
    if (value === undefined || first === index) return [];
    const rule = `${field}[${first}] says already what it becomes`;
    return [{ path: [...path, field, index, "from"], value, rule, fix: "keep one" }];
  });
}
