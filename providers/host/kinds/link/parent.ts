import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Beside, Placed } from "./type.ts";

/** The interface that one lies on; its number where that is in another namespace. */
export function parentOf({ link, link_index }: Entry): Json {
  return link ?? `#${link_index}`;
}

/** Bytes of what lies on another where it says none: those of its bridge, else its parent's. */
export function mtuOfParent({ scope, json }: Placed, { linkOf, mtuOf }: Beside): number | undefined {
  const parent = linkOf(scope, json.parent);
  return linkOf(scope, json.master)?.json.mtu ?? (parent && mtuOf(parent));
}
