import { formatIp, type Ip, ipOf, isGroup, isSame } from "../../net/ip.ts";
import { keyNumber } from "../../net/schema/gre.ts";
import { TO_A_REMOTE } from "../../net/schema/tunnel.ts";
import { VXLAN_DEFAULTS } from "../../net/schema/vxlan.ts";
import { type Address, type Facts, type Link, linkId } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { holderOf } from "./holders.ts";

/** A tunnel that leads to one other scope of the declaration. */
interface End {
  link: Link;
  remote: Ip;
  /** The scope whose routes its packets go by, and the one that has its remote address. */
  home: string;
  far: string;
}

/**
 * Two tunnels each of which is told to send to the other's scope, and neither takes what the other sends: of another type,
 * with another key or id, or to another port. Where one of several fits, nothing is said.
 */
export function deafEnds({ links, addresses }: Facts): Fault[] {
  const ends = links.flatMap((link) => endOf(link, addresses));
  const told = new Set<string>();
  const backOf = (end: End) => ends.filter((other) => facing(end, other));
  const isHeard = (end: End) => backOf(end).some((other) => unlike(end, other) === undefined);
  return ends.flatMap((end) => {
    const other = counterpart(end, backOf, isHeard);
    const difference = other && unlike(end, other);
    if (!other || !difference || isHeard(end) || told.has(idOf(other))) return [];
    told.add(idOf(end));
    return [{ path: [...end.link.path, difference.field], ...said(end, other, difference) }];
  });
}

/** The one that may be meant: of the same type, else one that has none of its own type on the other side. */
function counterpart(end: End, backOf: (end: End) => End[], isHeard: (end: End) => boolean): End | undefined {
  const isAlike = (other: End) => other.link.type === end.link.type;
  const [alike, rest] = [backOf(end).filter(isAlike), backOf(end).filter((one) => !isAlike(one))];
  const alone = rest.filter((one) => !backOf(one).some(({ link }) => link.type === one.link.type));
  return alike.find((one) => !isHeard(one)) ?? alone.find((one) => !isHeard(one)) ?? alike[0];
}

function endOf(link: Link, addresses: readonly Address[]): End[] {
  const { type, fields, scope, parent } = link;
  const remote = ipOf(fields.remote);
  if (
    !TO_A_REMOTE.has(type) ||
    !remote ||
    isGroup(fields.remote) ||
    fields.external === true ||
    fields.encap !== undefined
  )
    return [];
  const far = holderOf(remote, addresses);
  const home = parent?.scope ?? scope;
  return far === undefined || far === home ? [] : [{ link, remote, home, far }];
}

/** Whether each sends to the other's scope, and none from an address that the other does not send to. */
function facing(one: End, other: End): boolean {
  const meets = ({ link }: End, { remote }: End) => {
    const local = ipOf(link.fields.local);
    return local === undefined || isSame(local, remote);
  };
  return one.far === other.home && other.far === one.home && meets(one, other) && meets(other, one);
}

interface Difference {
  field: string;
  /** What each of them has. */
  here: unknown;
  there: unknown;
  rule: string;
}

function unlike({ link: one }: End, { link: other }: End): Difference | undefined {
  if (one.type !== other.type)
    return { field: "type", here: one.type, there: other.type, rule: "a tunnel takes packets of its own type alone" };
  const rule = "it takes no others";
  if (one.type === "vxlan") {
    const { dstport } = VXLAN_DEFAULTS;
    return (
      differing("id", one.fields.id, other.fields.id, rule) ??
      differing("dstport", one.fields.dstport ?? dstport, other.fields.dstport ?? dstport, rule)
    );
  }
  if (!one.type.startsWith("gre")) return undefined;
  return (
    differing("key", keyOf(one, "okey"), keyOf(other, "ikey"), rule) ??
    differing("key", keyOf(one, "ikey"), keyOf(other, "okey"), rule) ??
    differing("csum", flagOf(one, "ocsum"), flagOf(other, "icsum"), rule)
  );
}

function differing(field: string, here: unknown, there: unknown, rule: string): Difference | undefined {
  return here === there ? undefined : { field, here, there, rule };
}

function keyOf({ fields }: Link, name: "ikey" | "okey"): number | null {
  return keyNumber(fields[name] ?? fields.key);
}

function flagOf({ fields }: Link, name: string): boolean {
  return (fields[name] ?? fields.csum) === true;
}

function said(end: End, other: End, { field, here, there, rule }: Difference): Omit<Fault, "path"> {
  const has = there === null ? `no ${field}` : `${field} ${there}`;
  return {
    value: here ?? undefined,
    rule: `${formatPath(other.link.path)}, which is at its remote ${formatIp(end.remote)} and leads back, has ${has}: ${rule}`,
    fix: `write one ${field} at both ends`,
  };
}

function idOf({ link }: End): string {
  return linkId(link.scope, link.name);
}
