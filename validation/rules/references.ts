import { declaredInstead } from "../../net/suggest.ts";
import type { Facts } from "../facts.ts";
import type { Fault } from "../fault.ts";

/** What is named is declared. */
export function references({ references, host }: Facts): Fault[] {
  const known = new Map<readonly string[], Set<string>>();
  const has = (declared: readonly string[], name: string) => {
    if (!known.has(declared)) known.set(declared, new Set(declared));
    return known.get(declared)!.has(name);
  };
  return references
    .filter(({ declared, name }) => !has(declared, name))
    .map(({ path, name, what, plural, declared, scope = "host", fix, at }) => ({
      path,
      value: name,
      rule: `no ${what} of this name is declared ${scope === "host" ? `on host "${host}"` : `in ${scope}`}`,
      fix: fix ?? declaredInstead(name, plural, declared),
      ...(at && { from: [at] }),
    }));
}
