import { contains, formatCidr, formatIp, type Ip, parseCidr, parseIp } from "../../../net/ip.ts";
import { TUNNELS } from "../../../net/schema/tunnel.ts";
import type { Dump } from "../dump.ts";
import { idOf } from "../identity.ts";
import type { Json } from "../json.ts";
import { isMark } from "../mark.ts";
import type {
  Change,
  Context,
  Declared,
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
import { connected, routeState } from "./connected.ts";
import { LEARNED, unlearn } from "./learned.ts";
import { linksIn } from "./link/far-end.ts";
import type { Placed } from "./link/type.ts";
import { orderOf, type Step } from "./order.ts";
import { infoKind, LINKS, linkNamed, linksOf, ROUTES } from "./questions.ts";
import { scopeName } from "./rtnetlink.ts";
import { isInTurn, turnIn, wantedTurn } from "./turn.ts";

/**
 * An address of a link. The kernel keeps no mark on it (before Linux 5.18 none at all, iproute2 shows none), so it is
 * ours when its link is; on a link that we adopted, or only use, when the registry says so.
 */
export const address: Kind = {
  name: "address",
  asks: () => [LINKS, ROUTES, LEARNED],
  on: (item) => [linkOf(item)],
  fixed: ["scope", "peer", "turn"],
  // One that goes and comes back is the last of its subnet.
  delicate: ["turn"],
  claimed: (ref, claims) => claims.before(linkOf(ref)) !== undefined || claims.claimant(linkOf(ref)) === undefined,
  want: (declared: Declared) => linksIn(declared).flatMap(wanted),
  observe: (dump, context) => linksOf(dump).flatMap((link) => observed(link, dump, context)),
  same,
  lines,
  show,
  home,
};

/** Whether one is a secondary matters when it goes, and is told by its turn. Time runs. */
function same(property: string, want: Json, have: Json): boolean {
  if (property === "turn") return isInTurn(String(want), String(have));
  return property === "secondary" || (property === "lifetime" && want !== FOREVER && have !== FOREVER);
}

const LINK_LOCAL = parseCidr("fe80::/10");
const COMPATIBLE = parseCidr("::/96");
const LOOPBACK = parseCidr("127.0.0.0/8");
const FOREVER = "forever";
/** What `ip -j` prints for it. */
const ENDLESS = 0xffff_ffff;

function wanted(placed: Placed): Wanted[] {
  const all = (placed.json.addresses ?? []).map((json) => {
    const { address, peer, scope } = typeof json === "string" ? { address: json } : (json as Record<string, string>);
    const ip = parseCidr(address ?? "");
    return { ip, scope, cidr: formatCidr(ip), peer: peer ? formatCidr(parseCidr(peer)) : null };
  });
  return all.map((one, index) => {
    const { ip: cidr, scope, peer } = one;
    const turn = wantedTurn(one, all);
    const props: Props = { peer, ...(turn !== undefined && { turn }) };
    // As `ip addr add` has it.
    if (cidr.family === 4) props.scope = scope ?? (contains(LOOPBACK, cidr) ? "host" : "global");
    props.lifetime = FOREVER;
    props.route = "there";
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
  const all = entriesOf(link).map((entry) => ({ entry, cidr: cidrOf(entry), peer: peerOf(entry) }));
  return all.map((one) => {
    const { entry, cidr, peer } = one;
    const ref: Ref = { kind: "address", scope, key: `${name} ${cidr}` };
    const props = {
      peer,
      turn: turnIn(one, all),
      scope: scopeName(entry.scope),
      secondary: entry.secondary === true,
      lifetime: lifetimeOf(entry),
      route: routeState(entry, link, dump),
    };
    const owner = adopted || linkOwner === undefined ? claims.claimant(ref) : linkOwner;
    return { ...ref, props, owner, ...(byItself(entry, link) && { passing: true }) };
  });
}

function entriesOf(link: Record<string, Json> | undefined): Record<string, Json>[] {
  return (link?.addr_info ?? []) as Record<string, Json>[];
}

function cidrOf({ local, prefixlen }: Record<string, Json>): string {
  return formatCidr({ ...parseIp(String(local)), prefix: Number(prefixlen) });
}

function peerOf({ address: far, prefixlen }: Record<string, Json>): string | null {
  return far === undefined ? null : `${formatIp(parseIp(String(far)))}/${prefixlen}`;
}

/** "forever", or what is left of it as `ip addr change` takes it. IPv4 tells of a preference that ended by a flag only. */
function lifetimeOf({ valid_life_time, preferred_life_time, deprecated }: Record<string, Json>): string {
  const word = (seconds: Json = ENDLESS) => (seconds === ENDLESS ? FOREVER : String(seconds));
  const [valid, preferred] = [word(valid_life_time), word(deprecated ? 0 : preferred_life_time)];
  return valid === FOREVER && preferred === FOREVER ? FOREVER : `valid_lft ${valid} preferred_lft ${preferred}`;
}

function linkOf({ scope, key }: Ref): Ref {
  return { kind: "link", scope, key: key.split(" ")[0] ?? "" };
}

/**
 * Addresses that come by themselves: loopback's own, IPv6 link-local ones made from the MAC or a tunnel's end, DHCP, router
 * advertisements.
 */
function byItself(entry: Record<string, Json>, link: Record<string, Json>): boolean {
  const local = String(entry.local);
  if (local === "127.0.0.1" || local === "::1") return true;
  if (entry.dynamic || entry.mngtmpaddr || entry["stable-privacy"]) return true;
  if (!local.includes(":")) return false;
  const ip = parseIp(local);
  if (contains(LINK_LOCAL, ip) && ((ip.value >> 24n) & 0xffffn) === 0xfffen) return true;
  return ofIpv4(ip, infoKind(link));
}

/** An address of IPv4, as a tunnel over it has one: behind nothing, or as ISATAP has it (net/ipv6/addrconf.c). */
function ofIpv4(ip: Ip, type: Json | undefined): boolean {
  // None begins with 0.
  if (!TUNNELS.has(String(type)) || (ip.value & 0xffff_ffffn) < 0x100_0000n) return false;
  if (contains(LINK_LOCAL, ip)) return [0n, 0x5efen, 0x0200_5efen].includes((ip.value >> 32n) & 0xffff_ffffn);
  return type === "sit" && contains(COMPATIBLE, ip);
}

function lines(operation: Operation, context: Context): Line[] {
  const { verb, scope } = operation;
  const item = (operation.want ?? operation.have) as Item;
  const [dev = "", cidr = ""] = item.key.split(" ");
  const text = `${spelled(cidr, item.props)} dev ${dev}`;
  const line = (step: Step, words: string): Line => {
    return { stage: "configure", order: orderOf(step), scope, tool: "ip", text: words };
  };
  const link = linkNamed(context.dumps.get(scope), dev);
  const [ip = ""] = cidr.split("/");
  if (verb === "delete")
    return [{ ...line(leaving(operation, cidr), `addr del ${text}`), removes: true }, ...unlearn([ip], context)];
  // Declared addresses are not tried for duplicates, as Docker's are not: for two seconds the kernel would refuse them
  // as the source of a route.
  if (verb === "create")
    return [
      line("add addresses", `addr add ${text}${cidr.includes(":") ? " nodad" : ""}`),
      ...unlearn([ip], context, link?.address),
    ];
  const entry = entriesOf(link).find((each) => `${dev} ${cidrOf(each)}` === item.key);
  if (!link || !entry) return [];
  return operation.changes.flatMap(({ property, want }) => {
    if (property === "lifetime")
      return [line("add addresses", `addr change ${text}${kept(entry)} ${lifetimeWords(want)}`)];
    const route = property === "route" ? connected(entry, link) : undefined;
    // Ahead of what has taken its place, which is not ours to remove. Addresses of one subnet share one.
    const word = want === "missing" ? "del" : "prepend";
    return route ? [{ ...line("mend subnets", `route ${word} ${route.words}`), once: true }] : [];
  });
}

function lifetimeWords(want: Json | undefined): string {
  return want === FOREVER ? "valid_lft forever preferred_lft forever" : String(want);
}

/** What a change of the lifetime would else reset. */
function kept(entry: Record<string, Json>): string {
  const flags = ["nodad", "noprefixroute", "home"].filter((flag) => entry[flag]);
  return [...(entry.metric === undefined ? [] : [`metric ${entry.metric}`]), ...flags]
    .map((word) => ` ${word}`)
    .join("");
}

/** IPv6 has no secondaries, and takes an address that it has with one length of prefix for no other. */
function leaving({ makesRoom, have }: Operation, cidr: string): Step {
  if (cidr.includes(":")) return "leave with IPv6 addresses";
  if (makesRoom) return have?.props.secondary ? "make room in subnets" : "make room for addresses";
  return have?.props.secondary ? "remove from subnets" : "remove addresses";
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

function show(item: Item, changes: readonly Change[] = []): Json {
  const address = item.key.split(" ")[1] ?? "";
  const { peer, scope, lifetime = FOREVER, route = "there" } = item.props;
  const words = {
    ...(peer ? { peer } : {}),
    ...(scope === "global" || !scope || address.includes(":") ? {} : { scope }),
    ...(lifetime === FOREVER ? {} : { lifetime }),
    ...(route === "there" ? {} : { route }),
    ...(changes.some(({ property }) => property === "turn") ? { turn: item.props.turn ?? "" } : {}),
  };
  return Object.keys(words).length === 0 ? address : { address, ...words };
}
