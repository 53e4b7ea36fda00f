import { isNamespace } from "../../../net/scope.ts";
import type { Dump } from "../dump.ts";
import { isMark } from "../mark.ts";
import type { Context, Declared, Kind, Line, Observed, Operation, Ref, Wanted } from "../model.ts";
import { addressesOn, unlearn } from "./learned.ts";
import { orderOf } from "./order.ts";
import { LINKS, linkNamed } from "./questions.ts";

/**
 * A named network namespace. Its mark is the alias of its `lo`, which nobody else has a use for. A file below
 * /run/netns that is no namespace is what a creation leaves that died between touch and mount; it is made anew.
 */
export const namespace: Kind = {
  name: "namespace",
  asks: () => [LINKS],
  on: () => [],
  fixed: ["sound"],
  want,
  observe,
  lines,
  keeps: () => ({}),
  show: () => ({}),
  // What is no namespace is not there.
  shown: () => ({ path: [], value: undefined }),
  home: ({ scope }) => ({ scope, path: [] }),
};

/** The namespace that a scope is, for what cannot outlive it: nothing outlives the host. */
export function namespaceOf(scope: string): Ref[] {
  return isNamespace(scope) ? [{ kind: "namespace", scope, key: scope }] : [];
}

function want({ scope }: Declared): Wanted[] {
  if (!isNamespace(scope)) return [];
  return [{ kind: "namespace", scope, key: scope, props: { sound: true }, at: { scope, path: [] } }];
}

function observe(dump: Dump, { claims, owner: us }: Context): Observed[] {
  const { scope } = dump;
  if (!isNamespace(scope)) return [];
  const alias = linkNamed(dump, "lo")?.ifalias;
  const claimant = claims.claimant({ kind: "namespace", scope, key: scope });
  const sound = dump.inode !== "";
  // A file without a namespace belongs to whoever wants the name: there is nothing in it to lose.
  const owner = sound && isMark(alias) ? alias : (claimant ?? (sound ? undefined : us));
  const unmarked = owner !== undefined && !isMark(alias);
  return [{ kind: "namespace", scope, key: scope, props: { sound, alias: alias ?? "" }, owner, unmarked }];
}

function lines({ verb, scope, want, have, makesRoom }: Operation, context: Context): Line[] {
  const { owner, dumps, newborn } = context;
  const mark: Line = {
    stage: "configure",
    order: orderOf("own the namespace"),
    scope,
    tool: "ip",
    text: `link set dev lo alias ${owner}`,
    once: true,
  };
  const defaults = (newborn?.resets ?? []).map(
    (text): Line => ({ stage: "defaults", order: 0, scope, tool: "sysctl", text }),
  );
  switch (verb) {
    case "create":
      return [
        { stage: "namespaces", order: 0, scope: "host", tool: "ip", text: `netns add ${scope}` },
        ...defaults,
        mark,
      ];
    case "adopt":
      return have?.unmarked && isUntouched(dumps.get(scope)) ? [...defaults, mark] : [mark];
    case "delete": {
      const stage = makesRoom ? "clear" : "unname";
      const order = orderOf("delete namespaces");
      const gone: Line = { stage, order, scope: "host", tool: "ip", text: `netns delete ${scope}`, removes: true };
      return [gone, ...unlearn(addressesOn(dumps.get(scope)), context)];
    }
    case "release":
      return [{ ...mark, text: `link set dev lo alias "${want?.props.alias ?? ""}"` }];
    default:
      return [mark];
  }
}

/** One that is to be made, or that a creation left which died before it came to anything in it: `lo` is still down. */
export function isUntouched(dump: Dump | undefined): boolean {
  const flags = linkNamed(dump, "lo")?.flags;
  return !Array.isArray(flags) || !flags.includes("UP");
}
