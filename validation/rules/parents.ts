import { type Facts, type Link, linkId, linksById } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";

/** What lies on an interface can be there: it is another one, carries such large packets, and is up where they are. */
export function parents({ links }: Facts): Fault[] {
  const byId = linksById(links);
  const parentOf = (link: Link) => link.parent && byId.get(linkId(link.scope, link.parent.name));
  const lying = links.filter(({ parent }) => parent !== undefined);
  const twins = repeated(lying, ({ scope, parent, type, fields }) =>
    [scope, parent?.name, type, tagOf(fields)].join(" "),
  );
  const ports = Map.groupBy(links, ({ scope, master }) => linkId(scope, master?.name ?? ""));
  const most = (link: Link) => mtuOf(link, ports.get(linkId(link.scope, link.name)) ?? []);
  return [...lying.flatMap((link) => judge(link, parentOf, most)), ...twins.map(([link, first]) => twin(link, first))];
}

type ParentOf = (link: Link) => Link | undefined;

/** What it says, or has by its type; a bridge that says nothing takes what its smallest port does. */
function mtuOf({ mtu, usualMtu, type }: Link, ports: readonly Link[]): number | undefined {
  const smallest = type === "bridge" ? Math.min(...ports.map((port) => mtuOf(port, []) ?? ETHERNET)) : undefined;
  return mtu?.value ?? usualMtu ?? (smallest === Number.POSITIVE_INFINITY ? ETHERNET : smallest);
}

/** Bytes that an interface of Ethernet takes when nobody says otherwise. */
const ETHERNET = 1500;

function judge(link: Link, parentOf: ParentOf, most: (link: Link) => number | undefined): Fault[] {
  const { path, name } = link.parent!;
  const fault = (rule: string, fix: string) => [{ path, value: name, rule, fix }];
  if (name === "lo") return fault("lo carries no other interface", "name another one of this scope");
  const way = wayDown(link, parentOf);
  if (way.at(-1) === link.name)
    return fault(`it would lie on itself: ${[link.name, ...way].join(" -> ")}`, "name another one of this scope");
  const parent = parentOf(link);
  return parent ? [...size(link, parent, most(parent)), ...state(link, parent)] : [];
}

/** The interfaces below one another, up to one that is not declared or was met before. */
function wayDown(link: Link, parentOf: ParentOf): string[] {
  const way: string[] = [];
  for (let below = parentOf(link); below && !way.includes(below.name); below = parentOf(below)) {
    way.push(below.name);
    if (below.name === link.name) break;
  }
  return way;
}

/** The kernel refuses an MTU above the parent's. */
function size({ mtu }: Link, parent: Link, most: number | undefined): Fault[] {
  if (!mtu || most === undefined || mtu.value <= most) return [];
  const rule = `${parent.name} below it takes ${most} bytes`;
  return [
    { path: mtu.path, value: mtu.value, rule, fix: `write ${most} or less, or give ${parent.name} a larger mtu` },
  ];
}

/** What lies on an interface that is down stays down, unless it is bound loosely. */
function state({ path, fields, parent: named }: Link, parent: Link): Fault[] {
  if (parent.fields.up !== false || fields.up === false || fields.looseBinding === true) return [];
  const rule = `${parent.name} is declared down, and nothing on it comes up`;
  return [{ path: [...path, "parent"], value: named?.name, rule, fix: "write up: false here, or take it away there" }];
}

/** What tells links of one type on one parent apart. */
function tagOf({ id, protocol }: Link["fields"]): string {
  return JSON.stringify([id, protocol]);
}

function twin({ path, fields, parent }: Link, first: Link): Fault {
  const rule = `${formatPath(first.path)} has it on ${parent?.name} already`;
  return { path: [...path, "id"], value: fields.id, rule, fix: "give one of them another" };
}
