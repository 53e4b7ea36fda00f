import { sendsToGroup, TO_A_REMOTE, TUNNELS } from "../../net/schema/tunnel.ts";
import { belowId, type Facts, type Link, linksById, tagOf } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { mtuRuleOf, sizesOf } from "./sizes.ts";

/** What lies on an interface can be there: it is another one, carries such large packets, and is up where they are. */
export function parents({ links }: Facts): Fault[] {
  const byId = linksById(links);
  const parentOf = (link: Link) => byId.get(belowId(link) ?? "");
  const lying = links.filter(({ parent }) => parent !== undefined);
  const tagged = lying.filter((link) => tagOf(link) !== undefined);
  const twins = repeated(tagged, (link) => [belowId(link), tagOf(link)].join(" "));
  const sizeOf = sizesOf(links);
  return [
    ...lying.flatMap((link) => judge(link, parentOf, sizeOf, links)),
    ...twins.map(([link, first]) => twin(link, first)),
  ];
}

type ParentOf = (link: Link) => Link | undefined;
type SizeOf = (link: Link) => number | undefined;

function judge(link: Link, parentOf: ParentOf, sizeOf: SizeOf, links: readonly Link[]): Fault[] {
  const { path, name } = link.parent!;
  const fault = (rule: string, fix: string) => [{ path, value: name, rule, fix }];
  // A tunnel sends by it: to itself, and to where the routes of its own addresses lead.
  if (name === "lo" && !TO_A_REMOTE.has(link.type))
    return fault("lo carries no other interface but tunnels", "name another one of this scope");
  const way = wayDown(link, parentOf);
  if (way.at(-1) === link) {
    // A circle is told once, of the first that is on it.
    if (links.find((one) => way.includes(one)) !== link) return [];
    return fault(
      `it would lie on itself: ${[link, ...way].map(({ name }) => name).join(" -> ")}`,
      "name another one of this scope",
    );
  }
  const parent = parentOf(link);
  return parent ? [...frames(link, parent), ...size(link, parent, sizeOf), ...state(link, parent)] : [];
}

/** The interfaces below one another, up to one that is not declared or was met before. */
function wayDown(link: Link, parentOf: ParentOf): Link[] {
  const way: Link[] = [];
  for (let below = parentOf(link); below && !way.includes(below); below = parentOf(below)) {
    way.push(below);
    if (below === link) break;
  }
  return way;
}

/** Packets of IP are no frames, which is what all lie on but tunnels. */
function frames({ type, path, parent: named }: Link, parent: Link): Fault[] {
  if (TUNNELS.has(type) || !isFrameless(parent)) return [];
  const rule = `${parent.name} is a ${parent.type}: its packets have no frames for a ${type}`;
  return [{ path: [...path, "parent"], value: named?.name, rule, fix: "name an interface of Ethernet" }];
}

/** A tunnel is of Ethernet where it has an address of that, and so is what a program is behind. */
function isFrameless({ type }: Link): boolean {
  return type === "tun" || (TUNNELS.has(type) && type !== "gretap");
}

/** The kernel refuses an MTU above the parent's, less what the link itself adds to each packet; of a tunnel it takes any. */
function size(link: Link, parent: Link, sizeOf: SizeOf): Fault[] {
  if (TUNNELS.has(link.type)) return [];
  const [own, all] = [sizeOf(link), sizeOf(parent)];
  const most = mtuRuleOf(link.type)?.({ bridge: undefined, parent: all, fields: link.fields });
  if (own === undefined || all === undefined || most === undefined || own <= most) return [];
  const { mtu, master, path } = link;
  const below = `${parent.name} below it takes ${all} bytes${most === all ? "" : `, ${all - most} of them for the outer headers`}`;
  if (mtu) return [{ ...mtu, rule: below, fix: `write ${most} or less, or give ${parent.name} a larger mtu` }];
  const fix = `give ${master?.name} an mtu of ${most} or less, or ${parent.name} a larger one`;
  return [{ path, rule: `its ${link.bond ? "bond" : "bridge"} ${master?.name} takes ${own} bytes, and ${below}`, fix }];
}

/** What comes up whatever the interface is that it sends by: but a gre joins its group there. */
function isUpAlone({ type, fields }: Link): boolean {
  return type === "vxlan" || (TUNNELS.has(type) && !(type === "gre" && sendsToGroup(fields)));
}

/** What lies on an interface that is down stays down, unless it is bound loosely. */
function state(link: Link, parent: Link): Fault[] {
  const { path, fields, parent: named } = link;
  if (parent.fields.up !== false || fields.up === false || fields.looseBinding === true) return [];
  if (isUpAlone(link)) return [];
  const rule = `${parent.name} is declared down, and nothing on it comes up`;
  return [{ path: [...path, "parent"], value: named?.name, rule, fix: "write up: false here, or take it away there" }];
}

function twin({ path, fields, parent }: Link, first: Link): Fault {
  const rule = `${formatPath(first.path)} has it on ${parent?.name} already`;
  return { path: [...path, "id"], value: fields.id, rule, fix: "give one of them another" };
}
