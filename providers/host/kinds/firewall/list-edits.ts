/** One step that turns a list into another, at an index of the list as the steps before have left it. */
export type Edit = { remove: number } | { insert: number; text: string } | { append: string };

/**
 * The steps from what a chain has to what it shall have. Rules before and after the part that differs are left alone,
 * so that they keep their counters and no packet misses them.
 */
export function edits(have: readonly string[], want: readonly string[]): Edit[] {
  const most = Math.min(have.length, want.length);
  let head = 0;
  while (head < most && have[head] === want[head]) head++;
  let tail = 0;
  while (tail < most - head && have.at(-1 - tail) === want.at(-1 - tail)) tail++;
  const removed = have.slice(head, have.length - tail).map(() => ({ remove: head }));
  const inserted = want
    .slice(head, want.length - tail)
    .map((text, index) => (tail === 0 ? { append: text } : { insert: head + index, text }));
  return [...removed, ...inserted];
}
