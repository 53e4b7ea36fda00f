import type { Placed } from "./type.ts";
import { linkType } from "./types.ts";

/**
 * Bytes that a link takes: what it says, else what its type has by default, which may be what another link of its scope
 * takes. Undefined where that is told by the live host alone.
 */
export function mtuOf(placed: Placed, beside: readonly Placed[], way: readonly string[] = []): number | undefined {
  const { json, name } = placed;
  const other = (parent: string) => {
    const found = way.includes(parent) ? undefined : beside.find((link) => link.name === parent);
    return found && mtuOf(found, beside, [...way, name]);
  };
  return json.mtu ?? linkType(json.type)?.mtu?.(json, other);
}
