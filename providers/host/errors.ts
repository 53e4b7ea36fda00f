import { show } from "../../net/invalid.ts";
import { OperationFailed } from "./backend.ts";
import type { Change, Fall, Operation, Ref } from "./model.ts";
import type { Refusal } from "./plan.ts";
import { kindOf } from "./registry.ts";

/** Longer lists hide what stands above them. */
const SHOWN = 20;

/** An object as a person speaks of it: `link br0 in host`. */
export function nameOf({ kind, scope, key }: Ref): string {
  return `${kind} ${kindOf(kind).label?.(key) ?? key}${key === scope ? "" : ` in ${scope}`}`;
}

/** One operation on one line, as plans and errors print it. */
export function describe(operation: Operation): string {
  const changes = operation.changes
    .filter(isForPeople)
    .map((change) => kindOf(operation.kind).tell?.(change)?.does ?? plainly(change));
  const why = operation.fallsWith ? `, which ${fate(operation.fallsWith)}` : "";
  return `${operation.verb} ${nameOf(operation)}${changes.length > 0 ? `: ${changes.join(", ")}` : why}`;
}

/** An object is what a kind keeps for itself, such as the settings that change along with another, or a set's use. */
export function isForPeople({ want, have }: Pick<Change, "want" | "have">): boolean {
  return [want, have].every((value) => value == null || typeof value !== "object" || Array.isArray(value));
}

/** What becomes of something with what takes it along. */
export function fate({ property, ...ref }: Fall): string {
  return property === undefined ? `falls with ${nameOf(ref)}` : `goes when the ${property} of ${nameOf(ref)} changes`;
}

function plainly({ property, want, have }: Change): string {
  return `${property} ${have === undefined ? "none" : show(have)} -> ${show(want)}`;
}

/**
 * What a change cannot do in place, a line each: properties tell neither that an object is made anew for it nor what
 * falls with it.
 *
 * @example renewals(operations) // ["link br0.10 in host is made anew (id 10 -> 20), and with it address br0.10 ..."]
 */
export function renewals(operations: readonly Operation[]): string[] {
  const falling = Map.groupBy(operations, ({ fallsWith }) => (fallsWith ? nameOf(fallsWith) : ""));
  return operations
    .filter(({ makesRoom }) => makesRoom)
    .map((operation) => {
      const name = nameOf(operation);
      const why = operation.changes.map(
        ({ property, want, have }) => `${property} ${show(have ?? null)} -> ${show(want)}`,
      );
      const along = (falling.get(name) ?? []).map(nameOf);
      const shown = [...along.slice(0, SHOWN), ...(along.length > SHOWN ? [`${along.length - SHOWN} more`] : [])];
      return `${name} is made anew (${why.join(", ")})${shown.length > 0 ? `, and with it ${shown.join(", ")}` : ""}`;
    });
}

/** The plan touches what is not ours; nothing was changed. */
export class Refused extends Error {
  /** The marks on what is not ours. */
  readonly owners: ReadonlySet<string | undefined>;

  constructor(refusals: Refusal[], host: string) {
    super(
      refusals
        .map(({ want, have }) => {
          const whose = have.owner ? `it belongs to ${have.owner}` : "it is not ours";
          return (
            `${nameOf(want)} exists on host "${host}" and ${whose}. Nothing was changed. ` +
            "Choose another name, remove it by hand, or take it over with `adopt: true`."
          );
        })
        .join("\n"),
    );
    this.name = "Refused";
    this.owners = new Set(refusals.map(({ have }) => have.owner));
  }
}

function listed(operations: Operation[]): string {
  const lines = operations.slice(0, SHOWN).map((operation) => `  ${describe(operation)}`);
  if (operations.length > SHOWN) lines.push(`  and ${operations.length - SHOWN} more`);
  return lines.join("\n");
}

/** The host does not keep what it was told. */
export class NotConverged extends Error {
  constructor(left: Operation[], passes: number) {
    super(
      `After ${passes} passes the host still differs from the declaration:\n${listed(left)}\n` +
        "Something on the host undoes it (another program, a daemon), or the kernel accepted it and did nothing.",
    );
    this.name = "NotConverged";
  }
}

/** What became of that which others had on something of ours that was made anew, a line each. */
export interface Others {
  back: string[];
  lost: string[];
}

interface Rollback {
  error?: unknown;
  left: Operation[];
  /** Repairs that stay. */
  kept?: Operation[];
  others?: Others;
}

function told(head: string, lines: string[]): string[] {
  return lines.length > 0 ? [[head, ...lines].join("\n  ")] : [];
}

export function ofOthers({ back, lost }: Others): string[] {
  return [...told("Put back, of others:", back), ...told("Others have lost, and have to make again themselves:", lost)];
}

function outcomeOf(undone: Operation[], kept: Operation[], all: Others): string[] {
  const { lost } = all;
  const others = ofOthers(all);
  const what = undone.map(describe);
  if (kept.length === 0) {
    const extent = lost.length > 0 ? "what is ours is as before" : "the host is as before";
    return undone.length > 0
      ? [...told(`Rolled back, ${extent}:`, what), ...others]
      : ["It had changed nothing itself; what other resources of the stack changed stays."];
  }
  const repaired = `Repaired and kept, since it did not hold before either:\n${listed(kept)}`;
  const extent = lost.length > 0 ? "all else of ours is as before" : "all else is as before";
  return [repaired, ...told(`Rolled back, ${extent}:`, what), ...others];
}

/** The error that a person sees when an update failed half-way, with what became of the host. */
export class UpdateFailed extends Error {
  /** True when the host is as it was before the update. */
  readonly rolledBack: boolean;

  constructor(cause: unknown, undone: Operation[], rollback: Rollback) {
    const lines = [wordsOf(cause)];
    if (rollback.error === undefined && rollback.left.length === 0) {
      lines.push(...outcomeOf(undone, rollback.kept ?? [], rollback.others ?? { back: [], lost: [] }));
    } else {
      lines.push("The rollback failed as well; the host is left half-way. The next `up` goes on from there.");
      if (rollback.error !== undefined) lines.push(wordsOf(rollback.error));
      if (rollback.left.length > 0) lines.push(`Left:\n${listed(rollback.left)}`);
    }
    super(lines.join("\n"), { cause });
    this.name = "UpdateFailed";
    this.rolledBack = rollback.error === undefined && rollback.left.length === 0;
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof OperationFailed)) return error instanceof Error ? error.message : String(error);
  return `${describe(error.operation)} failed: ${error.tool} said: ${error.words}\n  (line: ${error.line})`;
}
