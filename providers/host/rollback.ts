import type { Host } from "./backend.ts";
import { acts, announce, converge, planFor, scopesOf, settle, type Wish } from "./converge.ts";
import { UpdateFailed } from "./errors.ts";
import { NotProved } from "./expect/prove.ts";
import { idOf } from "./identity.ts";
import type { Observed, Operation, Ref, Wanted } from "./model.ts";
import { giveBack } from "./others.ts";
import { type Register, renewed } from "./register.ts";
import { writeRegister } from "./register-files.ts";
import { kindOf } from "./registry.ts";
import { type Survey, survey } from "./survey.ts";

/** An update that failed, and what the host was like before it. */
export interface Attempt {
  wish: Wish;
  before: Survey;
  operations: Operation[];
  register: Register;
  /** What it mended of the declaration before it. */
  repairs: Operation[];
  /** The expectations that held before it; undefined where nobody asked. */
  held: ReadonlySet<string> | undefined;
}

/** The operations that the last declaration needs as well: what somebody did to the host since. */
export function repairsIn(before: Survey, { recorded = [], adopt }: Wish): Operation[] {
  if (recorded.length === 0) return [];
  const { operations, refusals } = planFor(before, { wanted: [...recorded], adopt });
  return refusals.length > 0 ? [] : operations.filter(acts(before.context));
}

/**
 * Puts the host back: what was ours before is wanted, nothing else is. The same observe, plan and apply, another wish.
 * Repairs stay where they are not to blame: then it is the last declaration that is wanted. Never throws: a rollback that
 * fails is part of the error that it returns.
 */
export async function rolledBack(host: Host, attempt: Attempt, cause: unknown): Promise<UpdateFailed> {
  const { wish, before, register } = attempt;
  const kept = isBlameless(attempt, cause) ? attempt.repairs : [];
  const back: Wish = {
    ...wish,
    wanted: kept.length > 0 ? [...(wish.recorded ?? [])] : wishedBack(attempt),
    adopt: false,
  };
  const both = [...back.wanted, ...wish.wanted];
  try {
    const now = await survey(host, { ...wish, wanted: both, alsoScopes: scopesOf(before, wish.alsoScopes) });
    const undo = planFor(now, back).operations;
    // Where /run is full it goes by what was announced.
    await announce(host, back, now, undo).catch(() => undefined);
    const after = await converge(host, { ...back, alsoScopes: [...now.dumps.keys()] }, now, undo);
    const others = await giveBack(host, back, { before, after });
    // Where /run is full it stays as it was announced: more than there is, which the next update sees.
    const same = renewed(register, before.dumps, after.dumps);
    const told = kept.length > 0 ? settle(host, back, register, after) : writeRegister(host.transport, same);
    await told.catch(() => undefined);
    return new UpdateFailed(cause, undo.filter(acts(now.context)), { left: [], kept, others });
  } catch (error) {
    return new UpdateFailed(cause, [], { error, left: await remaining(host, back) });
  }
}

/** An expectation that did not hold before the repair either says nothing against it. */
function isBlameless({ repairs, held }: Attempt, cause: unknown): boolean {
  return (
    repairs.length > 0 && held !== undefined && cause instanceof NotProved && !cause.failed.some((one) => held.has(one))
  );
}

/**
 * Objects that the update would have made or deleted are wanted back whole, and those that a change writes anew; of the
 * others only what it could change. The rest may float meanwhile: a bridge's MTU is that of its smallest port.
 */
function wishedBack({ wish, before, operations }: Attempt): Wanted[] {
  const made = new Set(operations.filter(({ verb }) => verb === "create" || verb === "delete").map(idOf));
  const whole = (item: Observed) => made.has(idOf(item)) || kindOf(item.kind).whole === true;
  const completed = operations.flatMap(({ want }) => want ?? []);
  const wanted = new Map([...wish.wanted, ...completed].map((item) => [idOf(item), item]));
  const mine = before.observed.filter((item) => item.owner === wish.owner && (!item.passing || wanted.has(idOf(item))));
  const byId = new Map(before.observed.map((item) => [idOf(item), item]));
  const beside = (ref: Ref) => byId.get(idOf(ref));
  return mine.map((item) => {
    const limit = whole(item) ? undefined : wanted.get(idOf(item));
    return asWanted(kindOf(item.kind).again?.(item, beside, limit ? "changed" : "made") ?? item, limit);
  });
}

function asWanted({ kind, scope, key, props, secrets }: Observed, limit?: Wanted): Wanted {
  const { delicate = [] } = kindOf(kind);
  const isMeant = (property: string) =>
    !limit || property in limit.props || (delicate.includes(property) && Boolean(props[property]));
  const entries = Object.entries(props).filter(([property]) => isMeant(property));
  const back = { kind, scope, key, props: Object.fromEntries(entries), at: { scope, path: [] } };
  return { ...back, ...(secrets && { secrets }) };
}

async function remaining(host: Host, wish: Wish): Promise<Operation[]> {
  try {
    const now = await survey(host, wish);
    return planFor(now, wish).operations.filter(acts(now.context));
  } catch {
    return [];
  }
}
