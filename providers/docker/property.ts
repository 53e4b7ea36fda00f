import type { Remembered } from "./remembered.ts";
import type { Shape } from "./shape.ts";
import type { Values } from "./values.ts";

/** What a change of a property costs: an update in place, or a new object because the engine cannot change it. */
export type Change = "update" | "replace";

/** What a property may look at besides the live object: what is declared now, and what was declared last time. */
export interface Declared {
  inputs: Values;
  /** As the last refresh left it: with what it found on the host in place of what was declared. */
  before: Values;
  /** What `Resource.remember` kept of the last declaration, whatever a refresh found since. */
  kept?: Remembered;
}

/**
 * One input of a resource: its shape, what the host says about it, and how the two compare. Everything here is pure.
 *
 * A property is compared in its canonical form: `canonical(declared)` with `live(host)`, item by item. For what is not
 * declared, `absent` says what the engine then makes of it; `engineDefault` means that nobody can know (the engine's
 * own configuration decides), so that only taking a declaration back is a difference.
 */
export interface Property<Live> {
  shape: Shape;
  /** The live value in the form of the inputs; undefined where the host has none. Not given for `remembered`. */
  live?(live: Live, declared: Declared): unknown;
  /** The declared value as `live` would say it: units, defaults, order. Never sees unknown values. */
  canonical?(value: never, live: Live, declared: Declared): unknown;
  absent?(live: Live, declared: Declared): unknown;
  engineDefault?: true;
  /** What the engine makes of none on this host, as far as that can be known: an import leaves just that out. */
  usual?(live: Live): unknown;
  /** Read for an import instead of `live`, where that looks at what is declared or adds a reason. */
  imported?(live: Live): unknown;
  /** The host keeps no trace of it; what the last update declared counts as its state. */
  remembered?: true;
  /** Items of a list are the same thing when their keys are equal; without a key their place counts. */
  key?(item: never): string;
  /** Several items may have one key: the engine takes all of them. */
  several?: true;
  /** What the host lacks of it, beside its value: `want` is the item or the value that is declared. */
  why?(live: Live, want: unknown): string | undefined;
  change: Change;
  /** Decides instead of `change` where it depends on the values. */
  changeOf?(want: unknown, have: unknown, live: Live, declared: Declared): Change;
}

export type Properties<Live> = Record<string, Property<Live>>;
