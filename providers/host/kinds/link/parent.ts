import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";

/** The interface that one lies on; its number where that is in another namespace. */
export function parentOf({ link, link_index }: Entry): Json {
  return link ?? `#${link_index}`;
}
