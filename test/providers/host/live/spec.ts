import type { Scopes } from "../world.ts";

/** A change that somebody makes by hand, and what a plan then says, to the letter. */
export interface Drift {
  /** Commands, `ip` or `sysctl`, one after the other. */
  by: string[];
  says: string[];
  /** Interfaces ("RED/reth0") that are made anew, because this cannot be mended in place. */
  renews?: string[];
  /** True for what would be another drift beside the others of its kind. */
  alone?: true;
}

/** Another declaration: what a plan does to get there from the base. */
export interface Step {
  to: Scopes;
  does: string[];
  renews?: string[];
  /** True for what would be another step beside the others of its kind. */
  alone?: true;
}

/** What the kernel must do with one kind, or one type of link, as data; run by live.ts. */
export interface LiveSpec {
  /** The kind's name in the registry, or "link TYPE". */
  kind: string;
  /** A document with the object, every property away from its default where the kernel has the property. */
  base: Scopes;
  /** How far a host with nothing of ours is from it. */
  creates: string[];
  /** By property of the schema: how it drifts. At least one each. */
  drifts: Record<string, Drift[]>;
  /** By property of the schema: how its declaration changes. At least one each. */
  steps: Record<string, Step[]>;
  /** Properties that the running kernel may lack, and the words that it then refuses with. */
  lacking?: Record<string, { to: Scopes; words: RegExp }>;
  /** The same document without the object; what goes. */
  removal: Step;
  /** Somebody else's object in our place, made by hand or by another document; a plan refuses with these words, and
   * adopts it where it can be what is declared. */
  foreign: { by: string[]; another?: Scopes; refusal: RegExp; adopts?: string[] };
}
