import { isNamespace } from "../../net/scope.ts";
import type { Facts, Link } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { concluded, faultOf } from "./fields.ts";

/** What is there before a declaration is on the host, in a container, or in a namespace that another one makes. */
export function existing({ links, scopes }: Facts): Fault[] {
  const borrowed = new Set(scopes.filter(({ shared }) => shared).map(({ name }) => name));
  const made = new Set(
    links.filter(({ type }) => type !== "existing" && type !== "loopback").map(({ scope }) => scope),
  );
  const isOurs = (scope: string) => isNamespace(scope) && (!borrowed.has(scope) || made.has(scope));
  const used = links.filter(({ type }) => type === "existing");
  return [
    ...used
      .filter(({ scope, fields }) => fields.from === undefined && isOurs(scope))
      .flatMap((link) => concluded(link, ["from"], [newborn(link)])),
    ...used.filter(({ fields }) => fields.from !== undefined).flatMap((link) => taken(link, links)),
  ];
}

/** What is moved is on the host, and nothing else is declared of it. */
function taken(link: Link, links: readonly Link[]): Fault[] {
  const from = String(link.fields.from);
  const named = (each: Link) => each.scope === "host" && from === `host/${each.name}`;
  if (link.scope === "host") return [faultOf(link, "from", "it is on the host already", "leave it out")];
  const other = links.find(named);
  if (other) {
    const rule = `${from} is declared at ${formatPath(other.path)}`;
    return [faultOf(link, "from", rule, "declare it at one place alone")];
  }
  const first = links.find(({ fields }) => fields.from === from);
  if (first === link) return [];
  const rule = `${formatPath(first?.path ?? [])} takes it already`;
  return [faultOf(link, "from", rule, "one interface is at one place")];
}

function newborn(link: Link): Fault {
  const rule = `namespace ${link.scope} is declared here, and is born with lo alone`;
  return faultOf(
    link,
    "type",
    rule,
    "declare the link by a type of its own, or write from: host/NAME for one that is to be moved here",
  );
}
