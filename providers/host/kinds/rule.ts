import { formatCidr, parseRange } from "../../../net/ip.ts";
import { tableNumber } from "../../../net/route-table.ts";
import { familyOf, markOf, prioritised, SELECTORS, type Selector, spelled } from "../../../net/rule.ts";
import type { Rule as Declaration } from "../../../net/schema/rule.ts";
import { type Dump, type Entry, type Objects, objectsOf } from "../dump.ts";
import type { Json } from "../json.ts";
import { PROTOCOL } from "../mark.ts";
import type { Asked, Context, Declared, Item, Kind, Line, Observed, Operation, Props, Wanted } from "../model.ts";
import { namespaceOf } from "./namespace.ts";
import { orderOf, type Step } from "./order.ts";
import { ownerByDevice } from "./owner.ts";
import { LINKS, RULES } from "./questions.ts";
import { routeTypeName } from "./rtnetlink.ts";

/**
 * A rule of policy routing. It has its place, family and priority, for itself: of two rules at one place `ip rule del`
 * may take the wrong one. Its mark is protocol 205.
 */
export const rule: Kind = {
  name: "rule",
  field: "rules",
  asks,
  label,
  fixed: [],
  whole: true,
  claimed: () => true,
  want,
  observe: (dump, context) => FAMILIES.flatMap((family) => observed(family, dump, context)),
  lines,
  // Without the interface that it names it stays, and finds the next one of that name.
  on: ({ scope }) => namespaceOf(scope),
  recall: ({ props }) => (props.protocol === PROTOCOL ? {} : undefined),
  show,
  home: ({ scope }) => ({ scope, path: ["rules", "-"] }),
};

const FAMILIES = [4, 6] as const;

/** Each family is a process of its own, so that only those are asked which there are rules of. */
function asks({ keys }: Asked): Objects[] {
  const asked = FAMILIES.filter((family) => keys.some((key) => key.startsWith(`${family} `)));
  return asked.length > 0 ? [...asked.map((family) => RULES[family]), LINKS] : [];
}

/** A process a family carries them out: those of one come after those of the other. */
function want({ scope, json }: Declared): Wanted[] {
  const places = prioritised(json.rules ?? []).map((place, index) => ({ ...place, index }));
  return places
    .toSorted((a, b) => a.family - b.family)
    .map(({ rule, family, priority, index }) => {
      const at = { scope, path: ["rules", index] };
      return { kind: "rule", scope, key: `${family} ${priority}`, props: propsWanted(rule), at };
    });
}

function propsWanted(rule: Declaration): Props {
  const type = rule.type ?? "unicast";
  return {
    type,
    table: type === "unicast" && rule.goto === undefined ? tableNumber(rule.table ?? "main") : null,
    goto: rule.goto ?? null,
    not: rule.not ?? false,
    ...Object.fromEntries(SELECTORS.map((selector) => [selector, spelled(rule, selector)])),
    protocol: PROTOCOL,
    other: null,
  };
}

/** Ours at its place, else the first of others. Further ones with our mark go; those of others are let be. */
function observed(family: 4 | 6, dump: Dump, context: Context): Observed[] {
  const places = Map.groupBy(objectsOf(dump, RULES[family]), ({ priority }) => Number(priority ?? 0));
  return [...places].flatMap(([priority, rules]) => {
    const ours = rules.filter(({ protocol }) => String(protocol) === PROTOCOL);
    const [one, ...again] = ours.length > 0 ? ours : rules.slice(0, 1);
    const key = `${family} ${priority}`;
    const owner = ownerByDevice(
      { kind: "rule", scope: dump.scope, key },
      { ...one, dev: one?.iif ?? null },
      dump,
      context,
    );
    const item = (json: Entry, index: number): Observed => {
      const own = index === 0 ? key : `${key} ${index + 1}`;
      return { kind: "rule", scope: dump.scope, key: own, props: propsOf(json), owner };
    };
    return one ? [one, ...again].map(item) : [];
  });
}

function propsOf(json: Entry): Props {
  const type = routeTypeName(json.action);
  return {
    type,
    table: json.table === undefined ? null : Number(json.table),
    goto: json.goto ?? null,
    not: "not" in json,
    ...Object.fromEntries(SELECTORS.map((selector) => [selector, READ[selector](json)])),
    protocol: String(json.protocol ?? 0),
    other: otherWords(json),
  };
}

/** How `ip -N -j -d rule show` tells each selector. */
const READ: Record<Selector, (json: Entry) => string | null> = {
  from: ({ src, srclen }) => networkOf(src, srclen),
  to: ({ dst, dstlen }) => networkOf(dst, dstlen),
  iif: ({ iif }) => text(iif),
  oif: ({ oif }) => text(oif),
  fwmark: ({ fwmark, fwmask }) => (fwmark === undefined ? null : markOf(fwmark, fwmask)),
  tos: ({ tos }) => text(tos),
  ipproto: ({ ipproto }) => text(ipproto)?.replace("ipproto-", "") ?? null,
  sport: ({ sport, sport_start, sport_end }) => rangeOf(sport, sport_start, sport_end),
  dport: ({ dport, dport_start, dport_end }) => rangeOf(dport, dport_start, dport_end),
  uidrange: ({ uid_start, uid_end }) => rangeOf(undefined, uid_start, uid_end),
  suppressPrefixlength: ({ suppress_prefixlen }) => text(suppress_prefixlen),
};

function text(value: Json | undefined): string | null {
  return value === undefined ? null : String(value);
}

function networkOf(address: Json | undefined, length: Json | undefined): string | null {
  if (address === undefined || address === "all") return null;
  return formatCidr(parseRange(length === undefined ? String(address) : `${address}/${length}`));
}

function rangeOf(one: Json | undefined, first: Json | undefined, last: Json | undefined): string | null {
  return one === undefined && first !== undefined ? `${first}-${last}` : text(one);
}

/** What a rule says beyond what can be declared, as `ip rule add` takes it: "nop realms 3/4"; null where nothing. */
function otherWords(json: Entry): string | null {
  const { tun_id, suppress_ifgroup, flow_from = 0, flow_to } = json;
  const valued = Object.entries({ tun_id, suppress_ifgroup }).filter(([, value]) => value !== undefined);
  const bare = ["l3mdev", "nop"].filter((word) => word in json);
  const realms = flow_to === undefined ? [] : [`realms ${flow_from}/${flow_to}`];
  return [...valued.map((pair) => pair.join(" ")), ...bare, ...realms].join(" ") || null;
}

function lines({ verb, scope, key, want: wanted, have, changes }: Operation): Line[] {
  const tool = key.startsWith("6 ") ? "ip6" : "ip";
  const line = (step: Step, command: "add" | "del", props: Props): Line => {
    const words = `rule ${command} ${wordsOf(key, props)}`;
    return { stage: "configure", order: orderOf(step), scope, tool, text: words, removes: command === "del" };
  };
  const [now, then] = [have?.props ?? {}, wanted?.props ?? {}];
  if (verb === "create") return [line("ask rules", "add", then)];
  if (verb === "delete") return [line(isSurplus(key) ? "ask rules once" : "ask rules no more", "del", now)];
  if (changes.length === 0) return [];
  const both = [line("ask rules", "add", then), line("ask rules", "del", now)];
  return looksLike(then, now) ? both.reverse() : both;
}

/**
 * Whether the kernel takes a new rule for one that is there, and refuses it (rule_exists in net/core/fib_rules.c): it
 * sees neither `not` nor where a `goto` leads, nor what of these only the old one has. Else both are there for a moment,
 * and no packet is without one.
 */
function looksLike(then: Props, now: Props): boolean {
  const same = (property: string) => then[property] === now[property];
  const asked = ["from", "to", "tos", "other"];
  const seen = Object.keys(then).filter((property) => !["not", "goto", ...asked].includes(property));
  return seen.every(same) && asked.every((property) => then[property] === null || same(property));
}

const WORDS: Partial<Record<Selector, string>> = { suppressPrefixlength: "suppress_prefixlength" };

function wordsOf(key: string, { type, table, goto: target, not, protocol, other, ...props }: Props): string {
  const selectors = SELECTORS.filter((selector) => (props[selector] ?? null) !== null);
  const asks = (table ?? null) === null ? "" : `table ${table}`;
  return [
    not ? "not" : "",
    `priority ${key.split(" ")[1]}`,
    ...selectors.map((selector) => `${WORDS[selector] ?? selector} ${props[selector]}`),
    type === "unicast" ? asks : `type ${type}`,
    (target ?? null) === null ? "" : `goto ${target}`,
    other ?? "",
    `protocol ${protocol}`,
  ]
    .filter((word) => word !== "")
    .join(" ");
}

/** One more at a place that can have one. */
function isSurplus(key: string): boolean {
  return key.split(" ").length > 2;
}

function label(key: string): string {
  const [family, priority, again] = key.split(" ");
  return `${priority}${family === "6" ? " (IPv6)" : ""}${again ? ", once more" : ""}`;
}

function show({ key, props }: Item): Json {
  const { type, table, not, protocol, other, ...rest } = props;
  const [family, priority] = key.split(" ");
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  const length = said.suppressPrefixlength;
  return {
    priority: Number(priority),
    ...(family === "6" && familyOf(said) === 4 ? { family: "ipv6" } : {}),
    ...(not ? { not } : {}),
    ...said,
    ...(length === undefined ? {} : { suppressPrefixlength: Number(length) }),
    ...(type === "unicast" ? {} : { type: type ?? "" }),
    ...(table === null || table === tableNumber("main") ? {} : { table: table ?? "" }),
    ...(protocol === PROTOCOL ? {} : { protocol: protocol ?? "" }),
    ...(other ? { other } : {}),
  };
}
