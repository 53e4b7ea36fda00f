import type { Json } from "../../../../providers/host/json.ts";
import type { Rule, Space } from "./state.ts";

/** Rules that every namespace begins with. */
export function byKernel(): Rule[] {
  const rule = (family: 4 | 6, priority: number, table: string): Rule => {
    return { family, priority, not: false, words: { table }, protocol: "2" };
  };
  return [rule(4, 0, "255"), rule(4, 32766, "254"), rule(4, 32767, "253"), rule(6, 0, "255"), rule(6, 32766, "254")];
}

const KNOWN = new Set(["from", "to", "iif", "fwmark", "tos", "table", "type", "goto"]);

/** What `rule add` and `rule del` say; every word has one value but for `not`. */
export function ruleOf(family: 4 | 6, texts: string[]): Rule {
  const words: Record<string, string> = {};
  const not = texts.includes("not");
  const rest = texts.filter((text) => text !== "not");
  for (let at = 0; at < rest.length; at += 2) words[rest[at] ?? ""] = rest[at + 1] ?? "";
  const { priority, protocol = "0", ...others } = words;
  const unknown = Object.keys(others).find((word) => !KNOWN.has(word));
  if (unknown !== undefined) throw new Error(`the model knows no rule with ${unknown}`);
  return { family, priority: Number(priority), not, words: others, protocol };
}

/** Whether one that is there is the same to the kernel, which sees neither `not` nor what is not said of addresses and tos. */
export function isSameRule(said: Rule, there: Rule): boolean {
  const strict = ["iif", "fwmark", "table", "type"].every((word) => said.words[word] === there.words[word]);
  return strict && said.protocol === there.protocol && isMeant(said, there);
}

/** Whether `rule del` means this one: what it does not say may be anything. */
export function isMeant(said: Rule, there: Rule): boolean {
  if (said.family !== there.family || said.priority !== there.priority) return false;
  if (said.protocol !== "0" && said.protocol !== there.protocol) return false;
  // Where a `goto` leads it does not look at.
  const same = (word: string, value: string) => there.words[word] === value || (word === "goto" && word in there.words);
  return Object.entries(said.words).every(([word, value]) => same(word, value));
}

/** After those of its place. */
export function putRule(here: Space, rule: Rule): void {
  const at = here.rules.findIndex(({ priority }) => priority > rule.priority);
  here.rules.splice(at < 0 ? here.rules.length : at, 0, rule);
}

const TYPES: Record<string, string> = { blackhole: "6", unreachable: "7", prohibit: "8" };

/** As `ip -N -j -d rule show` has it. */
export function printRules(here: Space, family: 4 | 6): Json[] {
  const rules = here.rules.filter((rule) => rule.family === family);
  return rules.map(({ priority, not, words, protocol }) => {
    const [src = "all", srclen] = words.from?.split("/") ?? [];
    const [dst, dstlen] = words.to?.split("/") ?? [];
    const [fwmark, fwmask] = words.fwmark?.split("/") ?? [];
    return {
      priority,
      ...(not ? { not: null } : {}),
      src,
      ...(srclen ? { srclen: Number(srclen) } : {}),
      ...(dst ? { dst, dstlen: Number(dstlen) } : {}),
      ...(fwmark ? { fwmark, ...(fwmask ? { fwmask } : {}) } : {}),
      ...(words.iif ? { iif: words.iif } : {}),
      ...(words.tos ? { tos: words.tos } : {}),
      ...actionOf(words),
      protocol,
    };
  });
}

function actionOf({ type, goto: target, table = "254" }: Rule["words"]): Record<string, Json> {
  if (target !== undefined) return { goto: Number(target) };
  return type === undefined ? { table } : { action: TYPES[type] ?? "" };
}
