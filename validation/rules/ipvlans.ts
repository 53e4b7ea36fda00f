import { IPVLAN_DEFAULTS } from "../../net/schema/ipvlan.ts";
import { belowId, type Facts, type Link, linksById } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { carried } from "./carried.ts";

/** The kernel keeps mode and flag for the parent, and one kind of handler a parent (drivers/net/ipvlan/ipvlan_main.c). */
export function ipvlans({ links }: Facts): Fault[] {
  const all = links.filter(({ type }) => type === "ipvlan");
  const byId = linksById(links);
  const parents = Map.groupBy(all, belowId);
  const others = links.filter(({ type }) => type === "macvlan" || type === "macvtap");
  return [
    ...all.flatMap((link) => [...carried(link, "an", byId, ["ipvlan"]), ...besideMacvlan(link, others)]),
    ...[...parents.values()].flatMap((siblings) => [...differing(siblings, "mode"), ...differing(siblings, "flag")]),
  ];
}

function differing([first, ...others]: readonly Link[], field: "mode" | "flag"): Fault[] {
  const saidOf = ({ fields }: Link) => fields[field] ?? IPVLAN_DEFAULTS[field];
  return others.flatMap((link) => {
    const [value, known] = [saidOf(link), first && saidOf(first)];
    const rule = `${first?.name} is on ${link.parent?.name} too, with ${known}: all on one parent have one ${field}`;
    const fix = `write ${known}, or another parent`;
    return value === known ? [] : [{ path: [...link.path, field], value, rule, fix }];
  });
}

function besideMacvlan(link: Link, others: readonly Link[]): Fault[] {
  const { path, parent } = link;
  const rival = others.find((other) => belowId(other) === belowId(link));
  if (!rival) return [];
  const rule = `${rival.name} is a ${rival.type} on it, and one interface carries either`;
  return [{ path: [...path, "parent"], value: parent?.name, rule, fix: "write another parent, or one type for both" }];
}
