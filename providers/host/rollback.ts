import type { Host } from "./backend.ts";
import { acts, converge, planFor, scopesOf, type Wish } from "./converge.ts";
import { UpdateFailed } from "./errors.ts";
import { idOf } from "./identity.ts";
import type { Observed, Operation, Wanted } from "./model.ts";
import type { Register } from "./register.ts";
import { writeRegister } from "./register-files.ts";
import { kindOf } from "./registry.ts";
import { type Survey, survey } from "./survey.ts";

/** An update that failed, and what the host was like before it. */
export interface Attempt {
  wish: Wish;
  before: Survey;
  operations: Operation[];
  register: Register;
}

/**
 * Puts the host back: what was ours before is wanted, nothing else is. The same observe, plan and apply, another wish.
 * Never throws: a rollback that fails is part of the error that it returns.
 */
export async function rolledBack(host: Host, attempt: Attempt, cause: unknown): Promise<UpdateFailed> {
  const { wish, before, register } = attempt;
  const back: Wish = { ...wish, wanted: wishedBack(attempt), adopt: false };
  const both = [...back.wanted, ...wish.wanted];
  try {
    const now = await survey(host, { ...wish, wanted: both, alsoScopes: scopesOf(before, wish.alsoScopes) });
    const undo = planFor(now, back).operations;
    await converge(host, { ...back, alsoScopes: [...now.dumps.keys()] }, now, undo);
    // Where /run is full it stays as it was announced: more than there is, which the next update sees.
    await writeRegister(host.transport, register).catch(() => undefined);
    return new UpdateFailed(cause, undo.filter(acts(now.context)), { left: [] });
  } catch (error) {
    return new UpdateFailed(cause, [], { error, left: await remaining(host, back) });
  }
}

/**
 * Objects that the update would have made or deleted are wanted back whole, and those that a change writes anew; of the
 * others only what it could change. The rest may float meanwhile: a bridge takes its lowest port's address, and must not
 * be made to keep it.
 */
function wishedBack({ wish, before, operations }: Attempt): Wanted[] {
  const made = new Set(operations.filter(({ verb }) => verb === "create" || verb === "delete").map(idOf));
  const whole = (item: Observed) => made.has(idOf(item)) || kindOf(item.kind).whole === true;
  const wanted = new Map(wish.wanted.map((item) => [idOf(item), item]));
  const mine = before.observed.filter((item) => item.owner === wish.owner && (!item.passing || wanted.has(idOf(item))));
  return mine.map((item) => asWanted(item, whole(item) ? undefined : wanted.get(idOf(item))));
}

function asWanted({ kind, scope, key, props }: Observed, limit: Wanted | undefined): Wanted {
  const entries = Object.entries(props).filter(([property]) => !limit || property in limit.props);
  return { kind, scope, key, props: Object.fromEntries(entries), at: { scope, path: [] } };
}

async function remaining(host: Host, wish: Wish): Promise<Operation[]> {
  try {
    const now = await survey(host, wish);
    return planFor(now, wish).operations.filter(acts(now.context));
  } catch {
    return [];
  }
}
