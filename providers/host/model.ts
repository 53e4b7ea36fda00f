import type { Scope, ScopeField, Scopes } from "../../net/schema/scope.ts";
import type { Dump, Question } from "./dump.ts";
import type { Refilled, Rerouting } from "./flow-change.ts";
import type { Json } from "./json.ts";
import type { KernelPart } from "./kernel-part.ts";

/**
 * The words of this provider. Everything on a host that a document can declare is an item: it has a kind, a scope, a
 * key that is unique in both, and properties. What a document wants and what the kernel has are both lists of items,
 * so one pure function compares them, whatever the kind.
 */
export interface Item {
  /** The kind's name, as in the registry: "link", "address", "route". */
  kind: string;
  /** "host", or the name of a namespace, or "container:NAME". */
  scope: string;
  /** Unique in scope and kind: "br0", "br0 11.11.11.1/24". */
  key: string;
  /** What is compared. A wanted item leaves out what may float; an observed one has all that the kernel tells. */
  props: Props;
  /** Keys that its lines hand over. They are never compared, shown or kept: `props` has what is public of them. */
  secrets?: Readonly<Record<string, string>>;
}

export type Props = Record<string, Json>;

export interface Ref {
  kind: string;
  scope: string;
  key: string;
}

export interface Wanted extends Item {
  /** Where the document declares it. */
  at: Place;
  /** Of an interface that joins what takes it only while it is down. */
  sinks?: boolean;
}

/** A place in a document: the scope's own declaration, then the keys down to the value. */
export interface Place {
  scope: string;
  path: (string | number)[];
  /** What would be declared there, of what is wanted although the declaration says nothing of it. */
  implied?: Json;
}

export interface Observed extends Item {
  /** The mark of its owner; undefined when nobody's mark is on it. */
  owner: string | undefined;
  /** True where only the registry knows its owner, although a mark should: a crash came between the two. */
  unmarked?: boolean;
  /** True for what comes and goes by itself: it is let be, whosever it is, unless it is wanted. */
  passing?: boolean;
}

/** What takes something along that is to stay. */
export interface Fall extends Ref {
  /** The property whose change does; undefined where the object goes. */
  property?: string;
}

export interface Change {
  property: string;
  want: Json | undefined;
  have: Json | undefined;
  /** It is as wanted now, and will not be when what it leans on is made anew. */
  falls?: boolean;
}

/** One step of a plan, as data: it is printed, applied and tested in this form. */
export interface Operation {
  /**
   * `adopt` puts our mark on a foreign object and changes what differs; `release` is its inverse and gives back what
   * was there before: it ends an adoption, and the claim on a sysctl.
   */
  verb: "create" | "change" | "adopt" | "release" | "delete";
  kind: string;
  scope: string;
  key: string;
  want?: Wanted;
  have?: Observed;
  /** The properties that differ, for `change`, `adopt` and `release`. */
  changes: Change[];
  /** A delete that makes room for a create of the same plan, and so goes first. */
  makesRoom?: boolean;
  /** A delete that goes first because the kernel does not make another one of the plan beside what goes. */
  early?: boolean;
  /** What is deleted to make room, or changes, for what is there and falls with it, or loses it for a moment. */
  fallsWith?: Fall;
}

/** When a line runs. Each stage ends everywhere before the next one begins; inside one, scopes go side by side. */
export const STAGES = ["clear", "namespaces", "defaults", "links", "configure", "forget", "remove", "unname"] as const;
export type Stage = (typeof STAGES)[number];

/** The programs that carry lines to the kernel; a run of lines for the same tool and scope is one process. */
export type Tool =
  | "ip"
  | "ip6"
  | "tc"
  | "bridge"
  | "sysctl"
  | "iptables"
  | "ip6tables"
  | "iptables-flush"
  | "ip6tables-flush"
  | "conntrack"
  | "ipset"
  | "wg";

export interface Line {
  stage: Stage;
  /** Order inside the stage and scope, see kinds/order.ts; lines of equal order keep the plan's. */
  order: number;
  scope: string;
  tool: Tool;
  /** For the iptables tools a command with its table, `-t nat -A CHAIN ...`; all of a batch make one restore. */
  text: string;
  /** What its tool reads, where that is not the text itself: it may hold secrets, and is never shown. */
  input?: string;
  /** A line that several operations share: written once, after the last of them. */
  once?: boolean;
  /** Takes something away: where the kernel says that it is gone already, the line has done what it is for. */
  removes?: boolean;
  /** What it is about: where one of these goes in the same plan, the line is needless. */
  of?: readonly Ref[];
  /** A set whose entries change, for conntrack: rules that ask it may decide otherwise from then on. */
  refilled?: Refilled;
  /** What a line for conntrack is about: the flows are found when the line's turn comes, and its text says the rest. */
  rerouting?: Rerouting;
}

/** What a kind may ask while it reads or writes: who we are, and what the registry on the host remembers. */
export interface Context {
  /** Our own mark, `bridgework:<project>/<stack>/<resource>`. */
  owner: string;
  claims: Claims;
  /** What the host shows: a rule goes where those of others let it be heard. */
  dumps: ReadonlyMap<string, Dump>;
  /** What tells this host from every other, and from another on the same machine. */
  machine: string;
  /** What a namespace has that was just made, where some are to be. */
  newborn?: Newborn;
}

/** A namespace takes over settings of its host; one of ours starts with the kernel's own, so that it is the same anywhere. */
export interface Newborn {
  /** Values below /proc/sys by path, once the kernel's own are back. */
  settings: Readonly<Record<string, string>>;
  /** Lines for sysctl that put them back; none where the host has the kernel's own itself. */
  resets: readonly string[];
}

/** What no mark in the kernel can hold: see claims.ts. */
export interface Claims {
  /** Who claims this object by the registry; undefined when nobody does. */
  claimant(ref: Ref): string | undefined;
  /** The properties that the object had before anybody of ours claimed it; undefined where we made it. */
  before(ref: Ref): Props | undefined;
  /** What we want of it by the registry; undefined where only one document can. */
  wants(ref: Ref): Props | undefined;
  /** The keys that it had then. */
  secretsBefore(ref: Ref): Item["secrets"];
  /** What it keeps for its life although nobody declares it; undefined where that is not known. */
  kept(ref: Ref): Props | undefined;
  /** What we claim of a kind. */
  own(kind: string): Ref[];
  /** What told the object from its namesakes when it was seen last. */
  identity(ref: Ref): string | undefined;
  /** The other documents that claim it too, and what they want of it. */
  sharers(ref: Ref): Sharer[];
}

export interface Sharer {
  owner: string;
  wants: Props;
  before: Props | undefined;
}

/**
 * One kind of object: which field of a scope declares it, how it reads itself out of a dump, how it compares, which lines it needs. All pure.
 * Adding a kind is one file that exports a `Kind`, and one line in registry.ts.
 */
export interface Kind {
  name: string;
  /** What the kernel must have for it, where one may lack that. */
  part?: KernelPart;
  /** The field of a scope that declares it; undefined for what stands inside another kind's field. */
  field?: ScopeField;
  /** The items that a scope's declaration asks for. */
  want(declared: Declared): Wanted[];
  /** The items of this kind that a scope's dump shows. Those that the kernel makes by itself are left out. */
  observe(dump: Dump, context: Context, all: ReadonlyMap<string, Dump>): Observed[];
  /** What it asks of a scope. What costs a process of its own is asked only where there are items of the kind. */
  asks(asked: Asked): Question[];
  /** Where it comes from, or goes back to: what it asks is asked there too. */
  source?(item: Item): Ref;
  /** What it must ask of a scope besides, when all of them have been read. */
  asksFurther?(dump: Dump, all: ReadonlyMap<string, Dump>): Question[];
  /** An item's key as a person would say it, where that is not the key itself: "default" for a route. */
  label?(key: string): string;
  /** What an item cannot outlive: an address its link, a link its namespace, its parent, the other end of its pair. */
  on(item: Item): Ref[];
  /** What is made before it besides, and goes after it, although it can outlive that: the interface that a tunnel sends by. */
  after?(item: Item): Ref[];
  /** Properties that the kernel empties when another item goes, though this one stays: a port's master. */
  leans?(item: Item): Lean[];
  /** Properties of another item whose change in place makes the kernel take it away: the MAC of its link. */
  swept?(item: Item): Lean[];
  /** Properties that cannot change in place: the object is deleted and made anew. */
  fixed: readonly string[];
  /** Whether another cannot either: for what an item is of its kind, or from this value to that one. */
  isFixed?(change: Change, props: Props): boolean;
  /** True where its key is the name of an interface, of which a scope has one. */
  isInterface?: boolean;
  /** The name of the interface that an item of that key is about, which is no item itself: what lies on it waits for both. */
  interfaceOf?(key: string): string;
  /** Whether the kernel does not make one while another of its scope is there, under whatever name. */
  excludes?(want: Item, have: Item, context: Context): boolean;
  /** True where a change writes the object anew, so that what it does not name is lost. */
  whole?: boolean;
  /** Properties that an update may spoil without naming them, where they are set: a rollback puts them back. */
  delicate?: readonly string[];
  /** Whether two values of a property that are not equal still mean the same. */
  same?(property: string, want: Json, have: Json): boolean;
  /** A wish with what its declaration leaves open and the host tells: what it had, or has from others. */
  complete?(want: Wanted, have: Observed | undefined, context: Context): Wanted;
  /** As it can be had once more, changed back or made anew, where the kernel lets one become what nobody can make it. */
  again?(item: Observed, beside: (ref: Ref) => Observed | undefined, how: "changed" | "made"): Observed;
  /** What tells an object from a namesake made later, where the kernel has such a thing and its scope is not enough. */
  identity?(ref: Ref, dump: Dump): string | undefined;
  /**
   * What an object keeps for its life from now on. The registry remembers it, and with it that the object is ours, where
   * its mark is taken off; undefined for one that is not remembered.
   */
  keeps?(item: Item, context: Context): Props | undefined;
  /** A change as people say it, where two values beside each other would not say it: as it is done, and as it is found. */
  tell?(change: Change): Told | undefined;
  /** What the host has not that the operation needs, as a sentence; undefined where it has. Told before any change. */
  lacks?(operation: Operation, context: Context): string | undefined;
  /** The lines that carry the operation out. */
  lines(operation: Operation, context: Context): Line[];
  /** The declaration's own way to write the item, for a preview to show what the host has. */
  show(item: Item, changes?: readonly Change[]): Json;
  /** Where a declaration would have an item that only the host has: the key to set, or a list and "-" to append to it. */
  home(item: Item, wanted: ReadonlyMap<string, Wanted>): Place;
  /** The part of the declaration that differs: from its place down to the value, for one changed property. */
  shown?(property: string, have: Json | undefined, item: Item): { path: (string | number)[]; value: Json | undefined };
  /** Instead of show, home and shown, where an item is not one place: the scope's declaration as the host has it. */
  live?(declared: Declared, operation: Operation): Record<string, Json>;
  /** True where several documents may want the same object as long as they want the same of it (sysctls). */
  shared?: boolean;
  /** True where no mark of the kernel can name the owner, so that the registry on the host must (routes, sysctls). */
  claimed?(ref: Ref, claims: Claims): boolean;
  /**
   * Where the register of a document that declared the item is lost: whether the host itself tells that the document
   * made it, and what was there before.
   */
  recall?(item: Observed): { before?: Props } | undefined;
  /** Whether the registry can be right about an item of this key: what stands there decides what is read and written. */
  credible?(key: string, props: Props): boolean;
  /** What a claimed object is before we make it, where it cannot be observed yet: out of what its scope has instead. */
  origin?(item: Wanted, settings: Readonly<Record<string, string>>): Props | undefined;
  /** What a person should know of a scope, although nothing is done about it. */
  notes?(dump: Dump): string[];
}

/** A change in words. */
export interface Told {
  does: string;
  found: string;
}

/** A property that says which other item is used. */
export interface Lean {
  property: string;
  on: Ref;
}

/** A scope that is about to be read. */
export interface Asked {
  scope: string;
  /** Keys of the kind's items that are wanted or claimed there. */
  keys: readonly string[];
  /** What is wanted of them, now and by the declaration before, or is to come back. */
  wants: readonly Props[];
}

/** One scope's declaration with what is around it. */
export interface Declared {
  scope: string;
  /** The scope's declaration. */
  json: Scope;
  /** Every scope that the document declares. */
  scopes: Scopes;
}
