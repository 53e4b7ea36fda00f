/** The candidate that a misspelled word most likely means; undefined where none is near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const far = candidate.toLowerCase() === word.toLowerCase() ? 0 : distance(word, candidate);
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** Edits that turn one word into the other; two letters in the wrong order are one (optimal string alignment). */
function distance(from: string, to: string): number {
  let older: number[] = [];
  let old = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let least = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) least = Math.min(least, older[j - 2]! + 1);
      row.push(least);
    }
    [older, old] = [old, row];
  }
  return old[to.length]!;
}

/** What to write for a name that nobody declares: the near one, else what there is. */
export function declaredInstead(word: string, kinds: string, names: readonly string[]): string {
  const near = closest(word, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (names.length === 0) return `no ${kinds} are declared`;
  const more = names.length > 12 ? ` and ${names.length - 12} more` : "";
  return `declared ${kinds}: ${names.slice(0, 12).join(", ")}${more}`;
}
