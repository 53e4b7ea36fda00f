import { parentAt } from "../../../../net/parent.ts";
import { type LinkTypeName, mtuRules } from "../../../../net/schema/links.ts";
import type { Scopes } from "../../../../net/schema/scope.ts";
import type { Json } from "../../json.ts";
import type { Observed, Props, Ref } from "../../model.ts";
import { linkAt } from "./far-end.ts";
import { masterMtu } from "./master.ts";
import { placeOfParent } from "./parent.ts";
import type { Placed } from "./type.ts";
import { linkType } from "./types.ts";

/**
 * Bytes that a link takes: what it says, else what its type has by default, which may be what another link of the
 * document takes. Undefined where that is told by the live host alone.
 */
export function mtuOf(placed: Placed, scopes: Scopes, above: readonly Placed[] = []): number | undefined {
  const { json, scope } = placed;
  if (json.mtu !== undefined || above.includes(placed)) return json.mtu;
  const linkOf = (scope: string, name: string | undefined) => linkAt(scopes, scope, name ?? "");
  const other = (link: Placed) => mtuOf(link, scopes, [...above, placed]);
  const below = json.parent === undefined ? undefined : parentAt(scope, json.parent);
  const parent = below && linkOf(below.scope, below.name);
  const around = { bridge: masterMtu(placed, linkOf), parent: parent && other(parent), fields: json };
  return linkType(json.type)?.mtu?.(placed, linkOf) ?? mtuRules[json.type]?.(around);
}

/** Bytes that a live parent of so many leaves to what lies on it. */
export function mtuOn(parent: Json | undefined, props: Props): number | undefined {
  const rule = mtuRules[props.type as LinkTypeName];
  return parent === undefined ? undefined : rule?.({ bridge: undefined, parent: Number(parent), fields: props });
}

/**
 * A parent whose MTU somebody lowers may leave a larger one on top: none is made so again. Of a tunnel it may be gone, and
 * none is led to what is not there.
 */
export function fitting(item: Observed, beside: (ref: Ref) => Observed | undefined, how: "changed" | "made"): Observed {
  const { props } = item;
  const below = placeOfParent(item);
  const parent = below && beside({ kind: "link", scope: below.scope, key: below.name });
  if (linkType(props.type)?.outlivesParent) return parent ? item : { ...item, props: { ...props, parent: null } };
  if (how === "changed") return item;
  const most = mtuOn(parent?.props.mtu, props);
  return most !== undefined && Number(props.mtu) > most ? { ...item, props: { ...props, mtu: most } } : item;
}
