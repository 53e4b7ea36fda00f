import { isNamespace } from "../../net/scope.ts";
import type { Facts, Link } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { faultOf } from "./fields.ts";

/** What is there before a declaration is on the host, in a container, or in a namespace that another one makes. */
export function existing({ links, scopes }: Facts): Fault[] {
  const borrowed = new Set(scopes.filter(({ shared }) => shared).map(({ name }) => name));
  const made = new Set(
    links.filter(({ type }) => type !== "existing" && type !== "loopback").map(({ scope }) => scope),
  );
  const isOurs = (scope: string) => isNamespace(scope) && (!borrowed.has(scope) || made.has(scope));
  return links.filter(({ type, scope }) => type === "existing" && isOurs(scope)).map(newborn);
}

function newborn(link: Link): Fault {
  const rule = `namespace ${link.scope} is declared here, and is born with lo alone`;
  return faultOf(link, "type", rule, "declare the link by a type of its own");
}
