import { Invalid } from "../../net/invalid.ts";
import { familyOf, SELECTORS, spelled } from "../../net/rule.ts";
import type { Rule } from "../../net/schema/rule.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";
import { type Around, each, referToLink } from "./around.ts";

/** A rule's values one by one, and that they go together. */
export function readRules(reading: Reading, rules: readonly (Rule | undefined)[], path: Path, around: Around): void {
  each(rules, path, (rule, at) => {
    for (const selector of SELECTORS) reading.check([...at, selector], () => spelled(rule, selector));
    for (const dev of ["iif", "oif"] as const) referToLink(reading, around, rule[dev], [...at, dev]);
    if (reading.damaged(at)) return;
    for (const [field, check] of Object.entries(TOGETHER)) reading.check([...at, field], () => check(rule));
  });
}

/** What the kernel would take, and then not do. */
const TOGETHER: Partial<Record<keyof Rule, (rule: Rule) => void>> = {
  to({ from, to }) {
    if (from !== undefined && to !== undefined && from.includes(":") !== to.includes(":"))
      throw new Invalid(to, "of another family than `from`", "take networks of one family");
  },
  family(rule) {
    if (rule.family !== undefined && rule.family !== `ipv${familyOf(rule)}`)
      throw new Invalid(rule.family, "its addresses are of the other family", "leave it out");
  },
  tos(rule) {
    const tos = spelled(rule, "tos");
    if (tos !== null && familyOf(rule) === 4 && Number(tos) > 0x1c)
      throw new Invalid(
        rule.tos,
        "for IPv4 the kernel knows those up to 0x1c",
        "select by a mark of the firewall: fwmark",
      );
  },
  goto({ goto: target, type = "unicast" }) {
    if (target !== undefined && type !== "unicast")
      throw new Invalid(target, `a rule of type ${type} ends there`, "leave one of them out");
  },
  table({ table, type = "unicast", goto: target }) {
    if (table !== undefined && target !== undefined)
      throw new Invalid(table, "a rule with goto asks no table", "leave one of them out");
    if (table !== undefined && type !== "unicast")
      throw new Invalid(table, `a rule of type ${type} asks no table`, "leave one of them out");
  },
  suppressPrefixlength(rule) {
    const { suppressPrefixlength: length, type = "unicast", goto: target } = rule;
    const longest = familyOf(rule) === 4 ? 32 : 128;
    const asks = type === "unicast" && target === undefined;
    if (length !== undefined && !asks)
      throw new Invalid(
        length,
        `a rule ${target === undefined ? `of type ${type}` : "with goto"} asks no table`,
        "leave one of them out",
      );
    if (length !== undefined && length >= longest)
      throw new Invalid(length, "no answer of the table would ever count", `write a number below ${longest}`);
  },
  not(rule) {
    if (rule.not && SELECTORS.every((selector) => spelled(rule, selector) === null))
      throw new Invalid(true, "it selects by nothing, so that no packet is left", "say what it is not for");
  },
};
