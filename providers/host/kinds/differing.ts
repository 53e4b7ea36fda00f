import type { Told } from "../model.ts";

/** A set may have a thousand entries. */
const SHOWN = 5;

/** Of two long lists what differs, which is all that a person looks for. Undefined where only the order does. */
export function tellDiffering(noun: string, have: readonly string[], want: readonly string[]): Told | undefined {
  const [extra, lacking] = [without(have, want), without(want, have)];
  if (extra.length === 0 && lacking.length === 0) return undefined;
  const both = (left: [string, string[]], right: [string, string[]]) =>
    [left, right].flatMap(([word, list]) => (list.length > 0 ? [`${word} ${few(list)}`] : [])).join(", ");
  return {
    does: `${noun} ${both(["add", lacking], ["delete", extra])}`,
    found: `${noun} ${both(["missing:", lacking], ["not declared:", extra])}`,
  };
}

/** Each as often as the other list has it less. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

function few(list: readonly string[]): string {
  const more = list.length > SHOWN ? ` and ${list.length - SHOWN} more` : "";
  return `${list.slice(0, SHOWN).join(", ")}${more}`;
}
