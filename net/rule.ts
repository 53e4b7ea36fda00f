import { Invalid } from "./invalid.ts";
import { type Cidr, formatCidr, parseNetwork, width } from "./ip.ts";
import { checkInterfaceName } from "./name.ts";
import { formatPorts, parsePorts } from "./port.ts";
import type { Rule } from "./schema/rule.ts";

/**
 * What a rule selects by, each value in its one spelling, which `ip rule` takes and a dump is brought to.
 *
 * @throws {Invalid} for a value that is none
 */
export const SPELLED = {
  from: (value: string) => spelledNetwork(value),
  to: (value: string) => spelledNetwork(value),
  iif: checkInterfaceName,
  oif: checkInterfaceName,
  fwmark: (value: string | number) => formatMark(parseMark(value)),
  tos: (value: string | number) => formatTos(parseTos(value)),
  ipproto: (value: string | number) => String(PROTOCOLS[value] ?? value),
  sport: (value: string | number) => formatPorts(parsePorts(value)),
  dport: (value: string | number) => formatPorts(parsePorts(value)),
  uidrange: (value: string) => users(value),
  suppressPrefixlength: (value: number) => String(value),
} as const satisfies Partial<Record<keyof Rule, unknown>>;

export type Selector = keyof typeof SPELLED;

export const SELECTORS = Object.keys(SPELLED) as Selector[];

/** A selector as it is spelled; null where the rule has none of it, or one that selects everything. */
export function spelled(rule: Rule, selector: Selector): string | null {
  const value = rule[selector];
  if (value === undefined) return null;
  const text = (SPELLED[selector] as (value: unknown) => string)(value);
  return /^(0\.0\.0\.0|::)\/0$/.test(text) ? null : text;
}

const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  "ipv6-icmp": 58,
  sctp: 132,
};

/** That of its addresses, else what it says itself. */
export function familyOf({ from, to, family }: Rule): 4 | 6 {
  const address = from ?? to;
  return (address === undefined ? family === "ipv6" : address.includes(":")) ? 6 : 4;
}

/** The kernel's own rule that asks the main table. */
const MAIN = 32766;

/**
 * The place of each rule, as `ip rule add` chooses it for one after the other where nobody else has any
 * (fib_default_rule_pref in net/core/fib_rules.c).
 */
export function prioritised<Of extends Rule>(rules: readonly Of[]): { rule: Of; family: 4 | 6; priority: number }[] {
  const lowest = { 4: MAIN, 6: MAIN };
  return rules.map((rule) => {
    const family = familyOf(rule);
    const priority = rule.priority ?? Math.max(0, lowest[family] - 1);
    lowest[family] = Math.min(lowest[family], priority);
    return { rule, family, priority };
  });
}

function spelledNetwork(text: string): string {
  const cidr: Cidr = parseNetwork(text.includes("/") ? text : `${text}/${width(text.includes(":") ? 6 : 4)}`);
  return formatCidr(cidr);
}

interface Mark {
  mark: number;
  mask: number;
}

const ALL = 0xffff_ffff;
const NUMBER = "(0x[0-9a-fA-F]{1,8}|[0-9]{1,10})";

function parseMark(value: string | number): Mark {
  const [, mark, mask] = new RegExp(`^${NUMBER}(?:/${NUMBER})?$`).exec(String(value)) ?? [];
  const parsed = { mark: Number(mark), mask: Number(mask ?? ALL) };
  if (mark === undefined || parsed.mark > ALL || parsed.mask > ALL)
    throw new Invalid(value, "a mark is a number of 32 bits, or MARK/MASK", "write it as in 0x1/0xff");
  if (parsed.mark === 0 && mask === undefined)
    throw new Invalid(value, "to the kernel a mark of 0 without a mask is no selector", "write 0/0xffffffff");
  if ((parsed.mark & ~parsed.mask) !== 0)
    throw new Invalid(value, "the mark has bits outside its mask, so that no packet matches", "widen the mask");
  if (parsed.mask === 0) throw new Invalid(value, "a mask of 0 selects everything", "leave it out");
  return parsed;
}

function formatMark({ mark, mask }: Mark): string {
  return `0x${mark.toString(16)}${mask === ALL ? "" : `/0x${mask.toString(16)}`}`;
}

/** What `ip -N -j` prints of a mark. */
export function markOf(mark: unknown, mask: unknown): string {
  return formatMark({ mark: Number(mark), mask: Number(mask ?? ALL) });
}

function parseTos(value: string | number): number {
  const tos = /^(0x[0-9a-fA-F]{1,2}|[0-9]{1,3})$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!(tos > 0 && tos <= 0xff)) throw new Invalid(value, "a number from 4 to 252", "write it as in 0x10");
  if ((tos & 3) !== 0)
    throw new Invalid(
      value,
      "its two lowest bits are of ECN, which no rule selects by",
      `write ${formatTos(tos & ~3)}`,
    );
  return tos;
}

/** As `ip rule` prints it. */
function formatTos(tos: number): string {
  return `0x${tos.toString(16).padStart(2, "0")}`;
}

/** The highest number means no user. */
function users(text: string): string {
  const [, first, last] = /^([0-9]{1,10})-([0-9]{1,10})$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (first === undefined || range.last >= ALL)
    throw new Invalid(text, "users are two numbers, FIRST-LAST", "write them as in 1000-1999");
  if (range.first > range.last)
    throw new Invalid(text, "the range runs backwards", `write ${range.last}-${range.first}`);
  return `${range.first}-${range.last}`;
}
