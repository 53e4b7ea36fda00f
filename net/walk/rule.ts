import { OPTIONS, type Option, type Told } from "./match.ts";
import type { Seen } from "./packet.ts";
import type { CountedRule } from "./rules.ts";

/** Where a rule sends a packet: `-j` or `-g`, with the words after it. */
export interface Target {
  name: string;
  goto: boolean;
  options: string[];
}

export function targetOf(rule: CountedRule): Target | undefined {
  const at = rule.words.findIndex((word) => word === "-j" || word === "-g");
  if (at < 0) return undefined;
  return { name: rule.words[at + 1] ?? "", goto: rule.words[at] === "-g", options: rule.words.slice(at + 2) };
}

/** Whether the packet meets every match of the rule. One that fails decides, even beside others that cannot be told. */
export function applies(rule: CountedRule, packet: Seen, options: Readonly<Record<string, Option>> = OPTIONS): Told {
  const at = rule.words.findIndex((word) => word === "-j" || word === "-g");
  const words = at < 0 ? [...rule.words] : rule.words.slice(0, at);
  let told: Told = true;
  while (words.length > 0) {
    const met = nextMatch(words, packet, options);
    if (met === false) return false;
    if (met === undefined) told = undefined;
  }
  return told;
}

/** Takes one match off the front: an optional `!`, the option, its words. */
function nextMatch(words: string[], packet: Seen, options: Readonly<Record<string, Option>>): Told {
  const not = words[0] === "!";
  if (not) words.shift();
  const option = options[words.shift() ?? ""];
  if (!option) return skipUnknown(words);
  const [first = "", second = ""] = words.splice(0, option.words);
  const met = option.meets(packet, first, second);
  return met === undefined ? undefined : met !== not;
}

function skipUnknown(words: string[]): undefined {
  while (words.length > 0 && words[0] !== "!" && !words[0]?.startsWith("-")) words.shift();
  return undefined;
}
