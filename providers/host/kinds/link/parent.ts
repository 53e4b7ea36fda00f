import { type ParentPlace, parentAt, parentText } from "../../../../net/parent.ts";
import type { Dump, Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Item } from "../../model.ts";
import { linksOf } from "../questions.ts";
import { scopeNamed } from "./peer.ts";
import type { Placed } from "./type.ts";

/** As it is compared: of the link's own scope by its name, else "host/NAME". */
export function parentWanted({ scope, json: { parent = "" } }: Placed): string {
  return parentText(scope, parentAt(scope, parent));
}

/** The interface that one lies on, in the same form; its number where it is in a namespace that was not read. */
export function parentOf({ link, link_index, link_netnsid }: Entry, dump: Dump, all: ReadonlyMap<string, Dump>): Json {
  if (link !== undefined) return link;
  const scope = scopeNamed(dump, link_netnsid) ?? "host";
  const found = linksOf(all.get(scope)).find(({ ifindex }) => ifindex === link_index);
  return parentText(dump.scope, { scope, name: String(found?.ifname ?? `#${link_index}`) });
}

/** Where the interface is that one lies on; undefined for what lies on none. */
export function placeOfParent({ scope, props: { parent } }: Pick<Item, "scope" | "props">): ParentPlace | undefined {
  return typeof parent === "string" && parent !== "" ? parentAt(scope, parent) : undefined;
}
