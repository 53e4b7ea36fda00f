import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

/** Where the fields of a scope stand. */
export interface Around {
  scope: string;
  path: Path;
  /** The interfaces that a `dev` may name; undefined where the scope may have others than are known. */
  interfaces?: readonly string[] | undefined;
}

/** Items of a list with their places, but for those that were misshapen. */
export function each<T>(
  list: readonly (T | undefined)[] | undefined,
  path: Path,
  read: (item: T, at: Path) => void,
): void {
  list?.forEach((item, i) => {
    if (item !== undefined) read(item, [...path, i]);
  });
}

/** The name of an interface that must be there. */
export function referToLink(reading: Reading, around: Around, name: string | undefined, path: Path): void {
  const { scope, interfaces } = around;
  if (name === undefined || !interfaces || reading.damaged(path)) return;
  reading.facts.references.push({ path, name, what: "interface", plural: "interfaces", declared: interfaces, scope });
}
