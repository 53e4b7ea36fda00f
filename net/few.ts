/**
 * The first of a list in one line, and how many more there are: longer lists hide what stands around them.
 *
 * @example few(["a", "b", "c"], 2) // "a, b, and 1 more"
 */
export function few(items: readonly string[], most: number, separator = ", "): string {
  const more = items.length > most ? [`and ${items.length - most} more`] : [];
  return [...items.slice(0, most), ...more].join(separator);
}
