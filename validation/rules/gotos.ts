import { prioritised } from "../../net/rule.ts";
import type { Facts } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";

/** A rule that leads on to another one. */
export interface Goto {
  path: Path;
  scope: string;
  family: 4 | 6;
  target: number;
}

/** A `goto` leads onwards, and to a rule that is there. */
export function gotos(facts: Facts): Fault[] {
  return [...backwards(facts), ...lost(facts, false)];
}

/** The same rule where another declaration may have it: to be told, and no fault. */
export function ledElsewhere(facts: Facts): Fault[] {
  return lost(facts, true);
}

function backwards(facts: Facts): Fault[] {
  return gotosOf(facts).flatMap(({ path, target, priority }) =>
    target > priority
      ? []
      : [
          {
            path,
            value: target,
            rule: `it leads backwards: the rule itself has priority ${priority}, and the kernel only goes on from there`,
            fix: "name a rule of a higher priority, or give this one a lower one",
          },
        ],
  );
}

function lost(facts: Facts, shared: boolean): Fault[] {
  const placed = placesOf(facts);
  const whole = new Map(facts.scopes.map((scope) => [scope.name, scope]));
  return gotosOf(facts).flatMap((one) => {
    const scope = whole.get(one.scope);
    const parts = facts.besides.filter((part) => part.scope === one.scope);
    const isOpen = !scope?.closed || parts.some(({ path }) => facts.damaged([...path, "rules"]));
    const isThere = placed.some(
      (rule) => rule.scope === one.scope && rule.family === one.family && rule.priority === one.target,
    );
    const isBack = one.target <= one.priority;
    if (isOpen || isBack || (scope?.shared ?? false) !== shared || isThere || isOfKernel(one)) return [];
    return [lostGoto(one)];
  });
}

/** Places of the kernel's own rules that another one can lead to. */
export function isOfKernel({ family, target }: Pick<Goto, "family" | "target">): boolean {
  return target === 32766 || (family === 4 && target === 32767);
}

/** A rule that the kernel keeps, and goes past. */
export function lostGoto({ path, target, family, scope }: Goto): Fault {
  return {
    path,
    value: target,
    rule: `no rule of IPv${family} has this priority in ${scope}, and until one does this rule is passed over`,
    fix: "name the priority of a rule that is there, or declare one in rules",
  };
}

function gotosOf(facts: Facts) {
  return placesOf(facts).flatMap(({ rule, path, ...place }) =>
    rule.goto === undefined ? [] : [{ ...place, target: rule.goto, path: [...path, "goto"] }],
  );
}

/** Where some of a list cannot be read, nothing is known of its places. */
function placesOf({ besides, damaged }: Facts) {
  const readable = besides.filter(({ path }) => !damaged([...path, "rules"]));
  return readable.flatMap(({ scope, path, declared }) =>
    prioritised(declared.rules ?? []).map((place, index) => ({ ...place, scope, path: [...path, "rules", index] })),
  );
}
