import { quoted, words } from "../../../../net/rule-words.ts";
import { normal } from "./normal.ts";
import type { Field, Rule } from "./rule.ts";

interface Spelling {
  field: Field;
  flag: string;
  /** The match that brings the flag, where the protocol does not imply it. */
  module?: string;
  negatable?: boolean;
}

/** How `iptables-save` writes a rule, in its order. */
const SPELLINGS: readonly Spelling[] = [
  { field: "source", flag: "-s", negatable: true },
  { field: "destination", flag: "-d", negatable: true },
  { field: "in", flag: "-i", negatable: true },
  { field: "out", flag: "-o", negatable: true },
  { field: "protocol", flag: "-p", negatable: true },
  { field: "sourcePort", flag: "--sport" },
  { field: "port", flag: "--dport" },
  { field: "icmpType", flag: "--icmp-type" },
  { field: "icmpv6Type", flag: "--icmpv6-type" },
  { field: "sourceType", flag: "--src-type", module: "addrtype" },
  { field: "destinationType", flag: "--dst-type", module: "addrtype" },
  { field: "state", flag: "--ctstate", module: "conntrack" },
  { field: "direction", flag: "--ctdir", module: "conntrack" },
  { field: "sets", flag: "--match-set", module: "set" },
  { field: "comment", flag: "--comment", module: "comment" },
  { field: "target", flag: "-j" },
  { field: "toDestination", flag: "--to-destination" },
  { field: "rejectWith", flag: "--reject-with" },
  { field: "logPrefix", flag: "--log-prefix" },
];

const BY_FLAG = new Map(SPELLINGS.map((spelling) => [spelling.flag, spelling]));

/** Matches that we write or that a protocol implies; any other makes a rule that cannot be one of ours. */
const MODULES = new Set(["tcp", "udp", "sctp", "icmp", "icmp6", "addrtype", "conntrack", "set", "comment"]);

/** The rule as text that iptables reads, without `-A CHAIN`. Equal rules have equal text. */
export function format(rule: Rule): string {
  const loaded = new Set<string>();
  const out: string[] = [];
  for (const { field, flag, module, negatable } of SPELLINGS) {
    const value = rule[field];
    if (value === undefined) continue;
    if (field === "sets") {
      out.push(...value.split(";").flatMap(setWords));
      continue;
    }
    if (module && !loaded.has(module)) out.push("-m", module);
    if (module) loaded.add(module);
    const not = negatable && value.startsWith("!");
    out.push(...(not ? ["!"] : []), flag, quoted(not ? value.slice(1) : value));
  }
  return out.join(" ");
}

/**
 * Reads a rule of `iptables-save`, whatever its spelling: other versions and the legacy backend write prefixes, states
 * and defaults in other ways. Undefined for a rule that uses anything that we never write.
 */
export function parse(text: string): Rule | undefined {
  const rule: Rule = {};
  const rest = words(text);
  while (rest.length > 0) {
    const not = rest[0] === "!" && rest.shift() !== undefined;
    const flag = rest.shift() ?? "";
    const value = rest.shift();
    if (value === undefined) return undefined;
    if (flag === "-m" && MODULES.has(value)) continue;
    // The default level, which some versions print.
    if (flag === "--log-level" && (value === "4" || value === "warning")) continue;
    if (flag === "--match-set") {
      const asked = [value, rest.shift() ?? ""];
      if (!asked.every((word) => /^[^\s;!]+$/.test(word))) return undefined;
      rule.sets = [...(rule.sets?.split(";") ?? []), `${not ? "!" : ""}${asked.join(" ")}`].join(";");
      continue;
    }
    const spelling = BY_FLAG.get(flag);
    if (!spelling || rule[spelling.field] !== undefined || (not && !spelling.negatable)) return undefined;
    rule[spelling.field] = not ? `!${value}` : value;
  }
  return normal(rule);
}

/** Each set is a match of its own. */
function setWords(asked: string): string[] {
  const { name, flags, not } = setAsked(asked);
  return ["-m", "set", ...(not ? ["!"] : []), "--match-set", quoted(name), flags];
}

/** What a rule asks of one set, of those that {@link Rule} has. */
export function setAsked(asked: string): { name: string; flags: string; not: boolean } {
  const not = asked.startsWith("!");
  const [name = "", flags = ""] = asked.slice(not ? 1 : 0).split(" ");
  return { name, flags, not };
}

/** The sets that any rule asks or fills, ours or not. */
export function setsIn(text: string): string[] {
  if (!text.includes("-set ")) return [];
  const list = words(text);
  return list.filter((_, index) => /^--(match|add|del|map)-set$/.test(list[index - 1] ?? ""));
}

/** The target of any rule, ours or not; undefined for one that only counts. */
export function targetOf(text: string): string | undefined {
  const list = words(text);
  const at = list.findIndex((word, index) => (word === "-j" || word === "-g") && list[index - 1] !== "--comment");
  return at < 0 ? undefined : list[at + 1];
}

/** The comment of any rule, ours or not. */
export function commentOf(text: string): string | undefined {
  const list = words(text);
  const at = list.indexOf("--comment");
  return at < 0 ? undefined : list[at + 1];
}
