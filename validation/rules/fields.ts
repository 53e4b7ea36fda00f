import { type LinkTypeName, linkSchemas } from "../../net/schema/links.ts";
import type { Link } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";

/** @param name the field that is not as it must be */
export function faultOf({ path, fields }: Link, name: string, rule: string, fix: string): Fault {
  return { path: [...path, name], value: fields[name], rule, fix };
}

/** Faults that are concluded from what fields of a declaration say, or do not say. */
export function concluded({ path }: { path: Path }, names: readonly string[], faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => ({ ...fault, from: [...(fault.from ?? []), ...names.map((name) => [...path, name])] }));
}

/** What is so anyhow is no fault: a topology has it filled in. */
export function isUsual({ type, fields }: Link, name: string): boolean {
  const { properties }: { properties: Record<string, object> } = linkSchemas[type as LinkTypeName];
  const { default: usual = false }: { default?: unknown } = properties[name] ?? {};
  return fields[name] === undefined || fields[name] === usual;
}
