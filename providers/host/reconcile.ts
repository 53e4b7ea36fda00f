import type { Host } from "./backend.ts";
import { announce, converge, planFor, settle, type Wish } from "./converge.ts";
import { Refused } from "./errors.ts";
import type { Operation } from "./model.ts";
import type { Plan } from "./plan.ts";
import { registerOf } from "./register.ts";
import { KINDS } from "./registry.ts";
import { rolledBack } from "./rollback.ts";
import { type Survey, survey } from "./survey.ts";

export interface Request extends Wish {
  /** Runs when the host has everything, before it is settled; throws to have all of it rolled back. */
  prove?: () => Promise<void>;
}

/** What an update did. */
export interface Outcome {
  operations: Operation[];
  /** What a person should know of the host, although nothing is done about it. */
  notes: string[];
}

/**
 * Makes the host have what is wanted: observe, plan, apply, observe again; then the plan must be empty. Create, update,
 * repair, adoption of half-made objects, delete (nothing wanted) and rollback (what was there is wanted) are all this.
 * Call it with the host's lock held.
 *
 * @throws {Refused} before anything is changed, for objects that are not ours
 * @throws {UpdateFailed} after the host was put back as it was, or could not be
 */
export async function reconcile(host: Host, request: Request): Promise<Outcome> {
  const before = await survey(host, request.owner, request.wanted, request.alsoScopes);
  const { operations, refusals } = planFor(before, request);
  if (refusals.length > 0) throw new Refused(refusals, host.transport.name);
  const register = registerOf(before.registers, request.owner);
  try {
    await announce(host, before, operations);
    const after = await converge(host, request, before, operations);
    await request.prove?.();
    await settle(host, register, after, request.wanted);
    return { operations, notes: [...after.remarks, ...notesOf(after)] };
  } catch (error) {
    throw await rolledBack(host, { wish: request, before, operations, register }, error);
  }
}

/** What a person should know of the host, although nothing is done about it. */
export function notesOf({ dumps }: Survey): string[] {
  return [...dumps.values()].flatMap((dump) => KINDS.flatMap((kind) => kind.notes?.(dump) ?? []));
}

/** What an update would do, by the same plan; nothing is changed. */
export async function preview(host: Host, wish: Wish): Promise<Plan & Survey> {
  const now = await survey(host, wish.owner, wish.wanted, wish.alsoScopes);
  return { ...planFor(now, wish), ...now };
}
