import type { Host } from "./backend.ts";
import { NotConverged } from "./errors.ts";
import { linesOf } from "./lines.ts";
import type { Context, Operation, Wanted } from "./model.ts";
import { type Plan, plan } from "./plan.ts";
import { intended, type Register, registerOf, sameRegister, settled } from "./register.ts";
import { writeRegister } from "./register-files.ts";
import { type Subject, type Survey, survey } from "./survey.ts";

/** What shall be true of a host, for one owner. */
export interface Wish extends Subject {
  wanted: Wanted[];
}

/**
 * The kernel undoes a little of what we do while we do it: an address takes its secondaries along, the last one its
 * routes. Another look and another plan mend that.
 */
const PASSES = 3;

export function planFor({ observed, context }: Survey, { wanted, adopt }: Pick<Wish, "wanted" | "adopt">): Plan {
  return plan(wanted, observed, context, { adopt });
}

/** Says in the registry what is about to be ours, and whose that is: after a crash from here on, it is recognised. */
export async function announce({ transport }: Host, wish: Wish, now: Survey, operations: Operation[]) {
  const own = registerOf(now.registers, wish.owner);
  const next = kept(wish, intended(own, operations, now.context));
  if (!sameRegister(own, next)) await writeRegister(transport, next);
}

/** The host when nothing is left to do, and what a person should know of how it came to be so. */
type Converged = Survey & { remarks: string[] };

/** Applies a plan, looks again, and applies what is still missing, a few times. */
export async function converge(host: Host, wish: Wish, start: Survey, operations: Operation[]): Promise<Converged> {
  const again = () => survey(host, { ...wish, alsoScopes: scopesOf(start, wish.alsoScopes) });
  // What only the registry learns has been announced since.
  if (!operations.some(acts(start.context))) return { ...(operations.length > 0 ? await again() : start), remarks: [] };
  let left = operations;
  let now = start;
  const remarks = new Set<string>();
  for (let pass = 0; pass < PASSES; pass++) {
    for (const remark of await host.backend.apply(left, now.context)) remarks.add(remark);
    now = await again();
    left = planFor(now, wish).operations;
    if (!left.some(acts(now.context))) return { ...now, remarks: [...remarks] };
    await announce(host, wish, now, left);
  }
  throw new NotConverged(left, PASSES);
}

/** False for an operation that changes the registry only: a setting that already is as wanted is adopted. */
export function acts(context: Context): (operation: Operation) => boolean {
  return (operation) => linesOf(operation, context).length > 0;
}

export function scopesOf({ dumps }: Survey, more: readonly string[]): string[] {
  return [...dumps.keys(), ...more];
}

export async function settle({ transport }: Host, wish: Wish, old: Register, now: Survey) {
  const announced = registerOf(now.registers, wish.owner);
  const next = kept(wish, settled(announced, wish.wanted, now));
  if (!sameRegister(old, next) || !sameRegister(announced, next)) await writeRegister(transport, next);
}

/** A document that wants anything has a register, with the backend of its state in it. */
function kept({ wanted, stateBackend }: Wish, { stateBackend: _, ...register }: Register): Register {
  return wanted.length > 0 && stateBackend ? { ...register, stateBackend } : register;
}
