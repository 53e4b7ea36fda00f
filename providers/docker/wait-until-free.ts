/**
 * Ports, addresses and subnets that the engine gives out once. What a resource is to get, another of the same stack may
 * have until its own turn comes in the same update; anybody else will not let go of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { EngineError } from "../../engine/errors.ts";
import { isOwn, stackOfUrn } from "../../validation/conflicts/world.ts";
import type { Context } from "./resource.ts";

/** Milliseconds that another resource of the stack is given to let go. */
const WAIT = 10_000;
/** Milliseconds between two looks. */
const PAUSE = 100;
/** How often what nobody is seen to hold is tried: the engine may not be through with giving it back. */
const TRIES = 10;

/** Without a refresh: the CLI (3.259) has no provider for what depends on the target then, and ends with that. */
const REMOVE = "pulumi destroy --refresh=false --target-dependents --target";

/** Who has what a resource is to get. */
export interface Holder {
  /** `10.0.0.5 on network "lan"` */
  what: string;
  /** `container "web"` */
  who: string;
  /** The URN of the resource that made it. */
  owner?: string | undefined;
  /** What a person can do, where that is not to take another. */
  instead?: string;
}

type Look = () => Promise<Holder[]>;

/**
 * Tries until what is wanted is free, for as long as only resources of this stack have it, and at most ten seconds.
 *
 * @throws Error with who has it, why and what to do
 */
export async function whenFree<T>(context: Context, look: Look, attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + WAIT;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTaken(error)) throw error;
      const holder = await inTheWay(context, look, deadline, () => true);
      if (holder) throw refusal(context, holder, error.message);
      if (tries >= TRIES) throw error;
      await sleep(PAUSE);
    }
  }
}

/**
 * Before a resource gives up what it has for something else: waits for those that cannot be waiting for it in turn. One
 * that is declared too may be about to swap, and lets go only when this one has.
 *
 * @throws Error where it would give up what it has in vain
 */
export async function beforeLettingGo(context: Context, look: Look): Promise<void> {
  const vain = ({ owner = "" }: Holder) => !context.session.isDeclared(owner);
  const holder = await inTheWay(context, look, Date.now() + WAIT, vain);
  if (holder) throw refusal(context, holder, "not begun");
}

/** Waits while only this stack's own have it; who has it at the end, of the stack's own those that count. */
async function inTheWay(
  context: Context,
  look: Look,
  deadline: number,
  counts: (own: Holder) => boolean,
): Promise<Holder | undefined> {
  for (;;) {
    const found = (await look()).filter((one) => !isOurs(context, one) || counts(one));
    const foreign = found.find((one) => !isOurs(context, one));
    // What a killed run left is in no state, so that nobody else would ever remove it.
    if (!foreign && (await context.session.unrecorded?.release(context, ownersOf(found)))) continue;
    if (foreign || found.length === 0 || Date.now() >= deadline) return foreign ?? found[0];
    await sleep(PAUSE);
  }
}

function ownersOf(found: readonly Holder[]): (string | undefined)[] {
  return found.map(({ owner }) => owner);
}

function isOurs({ urn }: Context, { owner }: Holder): boolean {
  return isOwn(stackOfUrn(urn), owner);
}

/** The engine's words for an address, a port, a subnet and a network in use, of every release that has been tried. */
function isTaken(error: unknown): error is EngineError {
  const words = /address already in use|port is already allocated|pool overlaps|has active endpoints/i;
  return error instanceof EngineError && words.test(error.message);
}

function refusal(context: Context, holder: Holder, words: string): Error {
  const { what, who, owner = "", instead } = holder;
  const whose = isOurs(context, holder) ? "of this stack" : "which this stack did not make";
  if (instead) return new Error(`${words}: the ${who}, ${whose}, has ${what} and does not let go of it; ${instead}`);
  if (!isOurs(context, holder))
    return new Error(`${words}: the ${who}, which this stack did not make, has ${what}; take another, or remove it`);
  const held = `${words}: the ${who} of this stack has ${what}`;
  if (context.session.isDeclared(owner))
    return new Error(
      `${held} and has not let go of it within ${WAIT / 1000} s. Run up again once it has; where it depends on this ` +
        "one, let it go of it in an update of its own first",
    );
  return new Error(
    `${held}, and is not declared any more. Pulumi removes it only after it has made everything else. Remove it ` +
      `first, and what depends on it, then run up again: ${REMOVE} '${owner}'`,
  );
}
