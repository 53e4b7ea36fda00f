import type { Rerouting } from "../../../flow-change.ts";
import type { Context, Line } from "../../../model.ts";
import { orderOf } from "../../order.ts";
import { format, parse } from "../spelling.ts";

/** Longer lists say no more. */
const SHOWN = 20;

/** The line that ends what the kernel remembers of the rules before a change; none where nothing can be to end. */
export function reroute(scope: string, change: Rerouting, { dumps }: Context): Line[] {
  const [before, after] = [change.before.map(meaning), change.after.map(meaning)];
  const same = before.length === after.length && before.every((rule, index) => rule === after[index]);
  const onlyLets = change.hook.startsWith("filter ") && before.length === 0 && !after.some(refuses);
  // A scope that is still to come has no flows.
  if (same || onlyLets || !dumps.has(scope)) return [];
  const text = `${change.family} ${change.hook}: ${told(before, after)}`;
  return [{ stage: "configure", order: orderOf("end flows"), scope, tool: "conntrack", text, rerouting: change }];
}

/** A rule without what is only for people. */
function meaning(text: string): string {
  const rule = parse(text);
  if (!rule) return text;
  const { comment: _, ...rest } = rule;
  return format(rest);
}

function refuses(text: string): boolean {
  const target = parse(text)?.target;
  return target === "DROP" || target === "REJECT";
}

function told(before: readonly string[], after: readonly string[]): string {
  const [then, now] = [new Set(before), new Set(after)];
  const lines = [
    ...before.filter((rule) => !now.has(rule)).map((rule) => `- ${rule}`),
    ...after.filter((rule) => !then.has(rule)).map((rule) => `+ ${rule}`),
  ];
  if (lines.length === 0) return "another order";
  const more = lines.length > SHOWN ? [`${lines.length - SHOWN} more`] : [];
  return [...lines.slice(0, SHOWN), ...more].join(", ");
}
