import type { KnownSet } from "../../net/sets/lookup.ts";

/**
 * Rules of one hook before and after a change: what the kernel remembers of the old ones, flows that they described and
 * the new ones do not, is to be ended.
 */
export interface Rerouting {
  family: "ipv4" | "ipv6";
  /** "nat prerouting". */
  hook: string;
  /** The chain of ours that has them. */
  chain: string;
  before: readonly string[];
  after: readonly string[];
  /** The rules come before those of strangers from now on: flows that these led elsewhere are to end too. */
  ahead?: boolean;
}

/** What a set has after a change, as the kernel's rules look it up; undefined where it is gone. */
export interface Refilled {
  name: string;
  now: KnownSet | undefined;
}
