import type { Fault, Path } from "../validation/fault.ts";

/** Faults in the order in which a person meets them in the file. */
export function inOrder(faults: readonly Fault[], value: unknown): Fault[] {
  const ranks = new Map<object, Map<string, number>>();
  const keyed = faults.map((fault) => ({ fault, rank: rankOf(fault.path, value, ranks) }));
  return keyed.sort((a, b) => compare(a.rank, b.rank)).map(({ fault }) => fault);
}

/** The positions of a path's keys, each among its neighbours; what is missing comes last. */
function rankOf(path: Path, root: unknown, ranks: Map<object, Map<string, number>>): number[] {
  let value = root;
  return path.map((key) => {
    if (typeof value !== "object" || value === null) return Number.MAX_SAFE_INTEGER;
    let order = ranks.get(value);
    if (!order) {
      order = new Map(Object.keys(value).map((name, i) => [name, i]));
      ranks.set(value, order);
    }
    const rank = order.get(String(key));
    value = rank === undefined ? undefined : (value as Record<string, unknown>)[key];
    return rank ?? Number.MAX_SAFE_INTEGER;
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((rank, at) => rank !== b[at]);
  return i < 0 ? a.length - b.length : (a[i] ?? 0) - (b[i] ?? -1);
}
