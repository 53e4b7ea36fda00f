import { MACVLAN_DEFAULTS, MODE_OF } from "../../net/schema/macvlan.ts";
import { belowId, type Facts, type Link, linksById } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { carried } from "./carried.ts";
import { concluded } from "./fields.ts";

const TYPES = ["macvlan", "macvtap"];

/** A mode has the fields that are its own, one of passthru is alone on its parent, and only some interfaces carry one. */
export function macvlans({ links }: Facts): Fault[] {
  const all = links.filter(({ type }) => TYPES.includes(type));
  const byId = linksById(links);
  const byParent = Map.groupBy(all, belowId);
  return [
    ...all.flatMap((link) => [
      ...concluded(link, ["mode"], ofOtherModes(link)),
      ...addressed(link),
      ...carried(link, "a", byId, TYPES),
    ]),
    ...[...byParent.values()].flatMap(crowded),
  ];
}

function ofOtherModes({ path, fields }: Link): Fault[] {
  const { mode = MACVLAN_DEFAULTS.mode } = fields;
  return Object.entries(MODE_OF).flatMap(([field, own]) => {
    const value = fields[field];
    if (mode === own || value === undefined || value === false || (Array.isArray(value) && value.length === 0))
      return [];
    const rule = `only mode ${own} has it, and this is ${mode}`;
    return [{ path: [...path, field], value, rule, fix: `write mode: ${own}, or leave it out` }];
  });
}

/** It would be given to the parent as well (drivers/net/macvlan.c, macvlan_set_mac_address). */
function addressed({ path, fields, parent }: Link): Fault[] {
  if (fields.mode !== "passthru" || fields.mac === undefined) return [];
  const rule = `in mode passthru it has the address of ${parent?.name}, and would change that`;
  return [{ path: [...path, "mac"], value: fields.mac, rule, fix: `leave it out, or write it for ${parent?.name}` }];
}

function crowded(links: readonly Link[]): Fault[] {
  const [alone] = links.filter(({ fields }) => fields.mode === "passthru");
  if (!alone || links.length === 1) return [];
  const others = links.filter((link) => link !== alone).map(({ name }) => name);
  const rule = `in this mode it is the only one on ${alone.parent?.name}, and ${others.join(", ")} would be there too`;
  return [{ path: [...alone.path, "mode"], value: "passthru", rule, fix: "write another mode, or another parent" }];
}
