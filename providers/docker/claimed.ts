import { type Claimed, claim, release, releaseStale } from "../../engine/marks.ts";
import { isOwn, stackOfUrn } from "../../validation/conflicts/world.ts";
import type { Context } from "./resource.ts";

/** Makes an object that has its mark beside it; one that cannot be made leaves no mark behind. */
export async function claimed<T>(context: Context, what: Claimed, make: () => Promise<T>): Promise<T> {
  const { engine, urn, session } = context;
  await session.once("stale claims", () => releaseStale(engine, isOurs(context)));
  await claim(engine, what, urn);
  try {
    return await make();
  } catch (error) {
    await release(engine, what, (owner) => owner === urn);
    throw error;
  }
}

/** Takes away the mark of an object that has gone. */
export async function unclaimed(context: Context, what: Claimed): Promise<void> {
  await release(context.engine, what, isOurs(context));
}

/** An alias gives a resource another URN: what counts is the stack. */
function isOurs({ urn }: Context): (owner: string) => boolean {
  return (owner) => isOwn(stackOfUrn(urn), owner);
}
