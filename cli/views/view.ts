import type { Table } from "../output/table.ts";
import type { Details, Seen } from "../read/seen.ts";

/** One thing to look at: what is read for it, its rows, and how they look as tables. Rows and tables are pure. */
export interface View {
  name: string;
  summary: string;
  /** What is said where there is nothing to show. */
  nothing: string;
  /** What `--all` shows besides; a view without leaves nothing out. */
  all?: string;
  details: readonly (keyof Details)[];
  /** `json` is the documented shape; both hold the same, in the same order. */
  look(seen: Seen, all: boolean): { json: readonly object[]; tables: readonly Table[] };
}

/** Orders as people do: br2 before br10, whatever the locale. */
export function byName(a: string, b: string): number {
  const left = a.split(/(\d+)/);
  const right = b.split(/(\d+)/);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    if (x === y) continue;
    return i % 2 === 1 && Number(x) !== Number(y) ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return left.length - right.length;
}
