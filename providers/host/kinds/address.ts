import { contains, formatCidr, formatIp, parseCidr, parseIp } from "../../../net/ip.ts";
import { idOf } from "../identity.ts";
import type { Json } from "../json.ts";
import { isMark } from "../mark.ts";
import type {
  Context,
  Declared,
  Dump,
  Item,
  Kind,
  Line,
  Observed,
  Operation,
  Place,
  Props,
  Ref,
  Wanted,
} from "../model.ts";
import { LEAVING } from "./leaving.ts";
import { linksIn } from "./link/place.ts";
import type { Placed } from "./link/type.ts";
import { scopeName } from "./rt.ts";

/**
 * An address of a link. The kernel keeps no mark on it (before Linux 5.18 none at all, iproute2 shows none), so it is
 * ours when its link is; on a link that we only adopted, when the registry says so.
 */
export const address: Kind = {
  name: "address",
  schema: {},
  fixed: ["scope", "peer"],
  claimed: (ref, claims) => claims.before(linkOf(ref)) !== undefined,
  want: (declared: Declared) => linksIn(declared).flatMap(wanted),
  observe: (dump, context) => dump.links.flatMap((link) => observed(link, dump, context)),
  // Which of a subnet's addresses came first is nobody's declaration; it matters when they go.
  same: (property) => property === "secondary",
  lines,
  show,
  home,
};

const LINK_LOCAL = parseCidr("fe80::/10");

function wanted(placed: Placed): Wanted[] {
  return (placed.json.addresses ?? []).map((json, index) => {
    const { address, peer, scope } = typeof json === "string" ? { address: json } : (json as Record<string, string>);
    const cidr = parseCidr(address ?? "");
    const props: Props = { peer: peer ? formatCidr(parseCidr(peer)) : null };
    if (cidr.family === 4) props.scope = scope ?? "global";
    const at = { scope: placed.declaredIn, path: [...placed.path, "addresses", index] };
    return { kind: "address", scope: placed.scope, key: `${placed.name} ${formatCidr(cidr)}`, props, at };
  });
}

function observed(link: Record<string, Json>, dump: Dump, { claims }: Context): Observed[] {
  const { scope } = dump;
  const name = String(link.ifname);
  const linkRef: Ref = { kind: "link", scope, key: name };
  const linkOwner = isMark(link.ifalias) ? link.ifalias : claims.claimant(linkRef);
  const adopted = claims.before(linkRef) !== undefined;
  const entries = ((link.addr_info ?? []) as Record<string, Json>[]).filter((entry) => !byKernel(entry));
  return entries.map((entry) => {
    const cidr = { ...parseIp(String(entry.local)), prefix: Number(entry.prefixlen) };
    const ref: Ref = { kind: "address", scope, key: `${name} ${formatCidr(cidr)}` };
    const peer = entry.address === undefined ? null : `${formatIp(parseIp(String(entry.address)))}/${cidr.prefix}`;
    const props = { peer, scope: scopeName(entry.scope), secondary: entry.secondary === true };
    return { ...ref, props, owner: adopted ? claims.claimant(ref) : linkOwner, needs: [linkRef] };
  });
}

function linkOf({ scope, key }: Ref): Ref {
  return { kind: "link", scope, key: key.split(" ")[0] ?? "" };
}

/** Addresses that come by themselves: loopback's own, IPv6 link-local ones made from the MAC, router advertisements. */
function byKernel(entry: Record<string, Json>): boolean {
  const local = String(entry.local);
  if (local === "127.0.0.1" || local === "::1") return true;
  if (entry.dynamic || entry.mngtmpaddr || entry["stable-privacy"]) return true;
  if (!local.includes(":")) return false;
  const ip = parseIp(local);
  return contains(LINK_LOCAL, ip) && ((ip.value >> 24n) & 0xffffn) === 0xfffen;
}

function lines(operation: Operation): Line[] {
  const { verb, scope } = operation;
  const item = (operation.want ?? operation.have) as Item;
  const [dev = "", cidr = ""] = item.key.split(" ");
  const text = `${spelled(cidr, item.props)} dev ${dev}`;
  if (verb === "adopt" || verb === "release") return [];
  if (verb === "delete") return [{ ...line(scope, leaving(operation, cidr), `addr del ${text}`), removes: true }];
  // Declared addresses are not tried for duplicates, as Docker's are not: for two seconds the kernel would refuse them
  // as the source of a route.
  const sure = cidr.includes(":") ? " nodad" : "";
  return [line(scope, ADD, `addr add ${text}${sure}`)];
}

function line(scope: string, order: number, text: string): Line {
  return { stage: "configure", order, scope, tool: "ip", text };
}

const ADD = 23;

/**
 * New ones come before old ones go: a link that loses its last IPv4 address loses its routes as well. Secondaries go
 * before the first of their subnet, which would take them along. IPv6 knows neither, and takes an address that it has
 * with one length of prefix for no other.
 */
function leaving({ makesRoom, have }: Operation, cidr: string): number {
  if (cidr.includes(":")) return LEAVING.addressOfIpv6;
  return ADD + (makesRoom ? -2 : 1) + (have?.props.secondary ? 0 : 1);
}

function spelled(cidr: string, { peer, scope }: Props): string {
  const place = scope && scope !== "global" && !cidr.includes(":") ? ` scope ${scope}` : "";
  return peer ? `${cidr.split("/")[0]} peer ${peer}${place}` : `${cidr}${place}`;
}

/** With its link, which another scope may declare as the far end of a pair. */
function home(item: Item, wanted: ReadonlyMap<string, Wanted>): Place {
  const link = linkOf(item as Ref);
  const at = wanted.get(idOf(link))?.at ?? { scope: item.scope, path: ["links", link.key] };
  return { scope: at.scope, path: [...at.path, "addresses", "-"] };
}

function show(item: Item): Json {
  const cidr = item.key.split(" ")[1] ?? "";
  const { peer, scope } = item.props;
  const plain = !peer && (scope === undefined || scope === "global" || cidr.includes(":"));
  if (plain) return cidr;
  return { address: cidr, ...(peer ? { peer } : {}), ...(scope === "global" || !scope ? {} : { scope }) };
}
