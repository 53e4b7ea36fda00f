import { intended, type Register, registerOf, sameRegister, settled, writeRegister } from "./claims.ts";
import { NotConverged, Refused, UpdateFailed } from "./errors.ts";
import type { Context, Observed, Operation, Wanted } from "./model.ts";
import { type Plan, plan } from "./plan.ts";
import { kindOf } from "./registry.ts";
import { type Survey, survey } from "./survey.ts";
import { applyText } from "./text/apply.ts";
import type { Transport } from "./transport/transport.ts";

export interface Request {
  owner: string;
  wanted: Wanted[];
  /** Take over what is not ours. */
  adopt: boolean;
  /** Scopes to look at although nothing is wanted there: those of the declaration before this one. */
  alsoScopes: readonly string[];
  /** Runs when the host has everything, before it is settled; throws to have all of it rolled back. */
  prove?: () => Promise<void>;
}

/** What an update did. */
export interface Outcome {
  operations: Operation[];
}

/**
 * The kernel undoes a little of what we do while we do it: an address takes its secondaries along, the last one its
 * routes. Another look and another plan mend that.
 */
const PASSES = 3;

/**
 * Makes the host have what is wanted: observe, plan, apply, observe again; then the plan must be empty. Create, update,
 * repair, adoption of half-made objects, delete (nothing wanted) and rollback (what was there is wanted) are all this.
 * Call it with the host's lock held.
 *
 * @throws {Refused} before anything is changed, for objects that are not ours
 * @throws {UpdateFailed} after the host was put back as it was, or could not be
 */
export async function reconcile(transport: Transport, request: Request): Promise<Outcome> {
  const before = await survey(transport, request.owner, request.wanted, request.alsoScopes);
  const first = planFor(before, request);
  if (first.refusals.length > 0) throw new Refused(first.refusals, transport.name);
  const register = registerOf(before.registers, request.owner);
  try {
    await announce(transport, before, first.operations);
    const after = await converge(transport, request, before, first.operations);
    await request.prove?.();
    await settle(transport, register, after, first.operations);
    return { operations: first.operations };
  } catch (error) {
    throw await rolledBack(transport, request, before, register, error);
  }
}

/** What an update would do, by the same plan; nothing is changed. */
export async function preview(transport: Transport, request: Omit<Request, "prove">): Promise<Plan & Survey> {
  const now = await survey(transport, request.owner, request.wanted, request.alsoScopes);
  return { ...planFor(now, request), ...now };
}

function planFor({ observed, context }: Survey, { wanted, adopt }: Pick<Request, "wanted" | "adopt">): Plan {
  return plan(wanted, observed, context, { adopt });
}

/** Says in the registry what is about to be ours: after a crash from here on, it is recognised. */
async function announce(transport: Transport, { registers, dumps, context }: Survey, operations: Operation[]) {
  const own = registerOf(registers, context.owner);
  const others = registers.filter((register) => register.owner !== context.owner);
  const next = intended(own, operations, others, dumps);
  if (!sameRegister(own, next)) await writeRegister(transport, next);
}

/** Applies a plan, looks again, and applies what is still missing, a few times. */
async function converge(
  transport: Transport,
  request: Pick<Request, "owner" | "wanted" | "alsoScopes" | "adopt">,
  start: Survey,
  operations: Operation[],
): Promise<Survey> {
  if (!operations.some(acts(start.context))) return start;
  let left = operations;
  let now = start;
  for (let pass = 0; pass < PASSES; pass++) {
    await applyText(transport, left, now.context);
    now = await survey(transport, request.owner, request.wanted, scopesOf(start, request.alsoScopes));
    left = planFor(now, request).operations;
    if (!left.some(acts(now.context))) return now;
    await announce(transport, now, left);
  }
  throw new NotConverged(left, PASSES);
}

/** False for an operation that changes the registry only: a setting that already is as wanted is adopted. */
export function acts(context: Context): (operation: Operation) => boolean {
  return (operation) => kindOf(operation.kind).lines(operation, context).length > 0;
}

function scopesOf({ dumps }: Survey, more: readonly string[]): string[] {
  return [...dumps.keys(), ...more];
}

async function settle(transport: Transport, old: Register, now: Survey, done: Operation[]) {
  const announced = registerOf(now.registers, now.context.owner);
  const next = settled(announced, done, now);
  if (!sameRegister(old, next) || !sameRegister(announced, next)) await writeRegister(transport, next);
}

/** Puts the host back: what was ours before is wanted, nothing else is. The same function, another wish. */
async function rolledBack(
  transport: Transport,
  request: Request,
  before: Survey,
  register: Register,
  cause: unknown,
): Promise<UpdateFailed> {
  const wanted = before.observed.filter(({ owner }) => owner === request.owner).map(asWanted);
  const back = { owner: request.owner, wanted, adopt: false, alsoScopes: request.alsoScopes };
  try {
    const now = await survey(
      transport,
      request.owner,
      [...wanted, ...request.wanted],
      scopesOf(before, request.alsoScopes),
    );
    const undo = planFor(now, back).operations;
    await converge(transport, { ...back, alsoScopes: [...now.dumps.keys()] }, now, undo);
    await writeRegister(transport, register);
    return new UpdateFailed(cause, undo.filter(acts(now.context)), { left: [] });
  } catch (error) {
    return new UpdateFailed(cause, [], { error, left: await remaining(transport, back) });
  }
}

async function remaining(transport: Transport, back: Omit<Request, "prove">): Promise<Operation[]> {
  try {
    const { operations, context } = await preview(transport, back);
    return operations.filter(acts(context));
  } catch {
    return [];
  }
}

function asWanted(item: Observed): Wanted {
  const { kind, scope, key, props } = item;
  return { kind, scope, key, props, at: { scope, path: [] } };
}
