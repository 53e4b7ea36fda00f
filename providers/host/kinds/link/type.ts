import type { LinkTypeName } from "../../../../net/schema/links.ts";
import type { Dump, Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { KernelPart } from "../../kernel-part.ts";
import type { Change, Context, Item, Props, Ref } from "../../model.ts";

/** A declared link: the fields that all types share, and those of its own type. */
export interface LinkJson {
  type: LinkTypeName;
  up?: boolean;
  mtu?: number;
  mac?: string;
  master?: string;
  /** The interface of the same scope that it lies on. */
  parent?: string;
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
  /** True for one that nobody declares. */
  implied?: boolean;
}

/** Another link of the document. */
export type LinkOf = (scope: string, name: string | undefined) => Placed | undefined;

/**
 * One type of interface: what it adds to the properties that all links share. Adding a type is one file that exports
 * a `LinkType`, one line in types.ts, and its fields in net/schema.
 */
export interface LinkType {
  /** As `ip link add ... type TYPE` and the kernel's IFLA_INFO_KIND say it. */
  type: LinkTypeName;
  /** What the kernel must have for it, where one may lack that. */
  part?: KernelPart;
  /** Bytes where a declaration says none, where the schema's rule for the type cannot tell (net/schema/links.ts). */
  mtu?(placed: Placed, linkOf: LinkOf): number | undefined;
  /** The links that one declaration makes, where these are more than the one that it names. */
  ends?(near: Placed): Placed[];
  /** The properties that this type adds, with the kernel's defaults filled in. */
  want(placed: Placed): Props;
  /** The same properties out of `ip -d -j addr`. */
  observe(link: Entry, dump: Dump, all: ReadonlyMap<string, Dump>): Props;
  /** As of a kind: whether two values that are not equal still mean the same. */
  same?(property: string, want: Json, have: Json): boolean;
  /** Properties of this type that cannot change on a living interface. */
  fixed: readonly string[];
  /** Whether one that mostly can cannot from this value to that one, beside what else is wanted. */
  isFixed?(change: Change, want: Props): boolean;
  /**
   * Whether the kernel makes none of these properties while one of those, of any type, is in the same scope. Where nothing
   * is declared, `mac` tells the hardware address that it is made with.
   */
  clashes?(want: Props, have: Props, mac: () => Json | undefined): boolean;
  /** True for what stays when its `parent` goes, and only loses it. */
  outlivesParent?: true;
  /** What it cannot outlive besides its `parent`. */
  on?(item: Item): Ref[];
  /** Whose MAC address it has where a declaration says none: one that we give it for life (see steady.ts), or its parent's. */
  mac?(props: Props): "own" | "parent" | undefined;
  /** Settings of the host that the kernel changes when it comes up, and gives back to nobody: paths below /proc/sys. */
  settings?: Readonly<Record<string, string>>;
  /** Flags that the kernel makes it with, where these are not those of all others (see flags.ts). */
  flags?(props: Props): { arp?: boolean; multicast?: boolean };
  /** True for what takes MAC address and MTU from its ports unless it is told its own. */
  floats?: boolean;
  /** What makes it, before its name. Default `link add name`, which takes MAC address and MTU along. */
  command?: "tuntap add dev";
  /** Words after `ip link add name NAME ...` that make it; undefined where another item's line makes it. */
  create(item: Item, context: Context): string | undefined;
  /** True where these name the parent in words of their own, not `link PARENT` as for most. */
  namesParent?: boolean;
  /**
   * Words after `ip link set dev NAME ...` for one changed property of this type, out of both sides; several where it
   * takes more than one line. What all changes of an operation say alike is said once.
   */
  change(property: string, value: Json, sides: { want?: Item; have?: Item }): string | string[];
  /** Properties that can only be said when those whose master it is have joined it. */
  late?: readonly string[];
  /** A property in the declaration's own form, where that is another. */
  show?(property: string, value: Json): Json;
}

/** Whether an interface of this type is made anew for it. */
export function cannotChange(type: LinkType | undefined, change: Change, want: Props): boolean {
  return type !== undefined && (type.fixed.includes(change.property) || type.isFixed?.(change, want) === true);
}
