import type { LinkTypeName } from "../../../../net/schema/links.ts";
import type { Dump } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Context, Item, Props } from "../../model.ts";

/** A declared link: the fields that all types share, and those of its own type. */
export interface LinkJson {
  type: LinkTypeName;
  up?: boolean;
  mtu?: number;
  mac?: string;
  master?: string;
  addresses?: Json[];
  [field: string]: Json | undefined;
}

/** A link as the document places it: a veth's declaration is two of these. */
export interface Placed {
  scope: string;
  name: string;
  json: LinkJson;
  path: (string | number)[];
  /** Where the declaration stands; a peer is declared in the other scope. */
  declaredIn: string;
  /** The other end, "scope/name", for a pair. */
  peer?: string;
}

/**
 * One type of interface: what it adds to the properties that all links share. Adding a type is one file that exports
 * a `LinkType` and one line in types.ts.
 */
export interface LinkType {
  /** As `ip link add ... type TYPE` and the kernel's IFLA_INFO_KIND say it. */
  type: LinkTypeName;
  /** The properties that this type adds, with the kernel's defaults filled in. */
  want(placed: Placed): Props;
  /** The same properties out of `ip -d -j addr`. */
  observe(link: Record<string, Json>, dump: Dump, all: ReadonlyMap<string, Dump>): Props;
  /** Properties of this type that cannot change on a living interface. */
  fixed: readonly string[];
  /** Words after `ip link add name NAME ...` that make it; undefined where another item's line makes it. */
  create(item: Item, context: Context): string | undefined;
  /** Words after `ip link set dev NAME ...` for one changed property of this type. */
  change(property: string, value: Json): string;
}
