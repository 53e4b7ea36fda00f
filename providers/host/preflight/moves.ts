import type { Fault } from "../../../validation/fault.ts";
import { pathAt } from "../document-facts.ts";
import type { Dump, Entry } from "../dump.ts";
import { sourceOf } from "../kinds/moved.ts";
import { infoKind, linkNamed } from "../kinds/questions.ts";
import { isMark } from "../mark.ts";
import type { Operation, Props } from "../model.ts";

/** Interfaces of the host that are to go to another scope, and are not there, or must not go. */
export function moves(operations: readonly Operation[], host: Dump | undefined): Fault[] {
  return operations.flatMap((operation) => {
    const { kind, verb, want } = operation;
    if (kind !== "moved" || verb !== "create" || want === undefined) return [];
    const former = formerOf(operation, operations);
    // A hand gave it another name: it comes back to the host before it goes again.
    if (former?.home !== undefined && former.home === want.props.from) return [];
    const { key } = sourceOf(want);
    const said = another(operation, former) ?? unmovable(key, linkNamed(host, key));
    return said ? [{ path: pathAt(want.at, "from"), value: want.props.from, ...said }] : [];
  });
}

type Said = Pick<Fault, "rule" | "fix"> | undefined;

/** What has its name until then. */
function formerOf({ scope, key }: Operation, operations: readonly Operation[]): Props | undefined {
  const isFormer = (other: Operation) => other.kind === "moved" && other.scope === scope && other.key === key;
  return operations.find((other) => other.makesRoom && isFormer(other))?.have?.props;
}

/** The registry tells by its name alone which one stands there: on the way, that would be both. */
function another({ key }: Operation, former: Props | undefined): Said {
  const from = former?.home ?? former?.from;
  // Undefined where it is another's name, null where it is on the host again.
  if (!from) return undefined;
  const rule = `${key} is ${from} now, and one interface does not become another`;
  return { rule, fix: "give it another name" };
}

/** What stays in its namespace (`netns_immutable`, NETIF_F_NETNS_LOCAL until Linux 6.12). */
const STAYS = ["bridge", "bond", "team", "vrf", "openvswitch"];

/** Why an interface of the host cannot go to another scope, or must not: it would lose what others use it by. */
function unmovable(name: string, link: Entry | undefined): Said {
  if (link === undefined)
    return { rule: `the host has no interface ${name}`, fix: "write the name of one that `ip link` lists" };
  const type = name === "lo" ? "lo" : String(infoKind(link));
  if (name === "lo" || STAYS.includes(type))
    return { rule: `the kernel moves no ${type} to another namespace`, fix: "move another, or declare one there" };
  if (isMark(link.ifalias))
    return { rule: `${name} belongs to ${link.ifalias}`, fix: "declare it in the scope where it is to be" };
  const used = useOf(link);
  return used === undefined ? undefined : { rule: `the host uses it: ${used}`, fix: "end that first, or move another" };
}

/** Link-local addresses come and go by themselves. 253 is `link`, where scopes are numbers. */
function useOf({ addr_info, master }: Entry): string | undefined {
  if (master) return `it is a port or a member of ${master}`;
  const [first] = ((addr_info ?? []) as Entry[]).filter(({ scope }) => !["link", "253"].includes(String(scope)));
  return first === undefined ? undefined : `it has the address ${first.local}/${first.prefixlen}`;
}
