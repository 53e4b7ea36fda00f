import type { StateBackend } from "../../system/state-backend.ts";
import { forget, leftBehind, type Unrecorded, unrecorded, untilMakersEnd } from "../../system/unrecorded.ts";
import { isOwn, type Stack } from "../../validation/conflicts/world.ts";
import type { Host } from "./backend.ts";
import type { Operation } from "./model.ts";
import { reconcile } from "./reconcile.ts";

/** A stack as the marks on a host name it, and where its state is. */
export interface Subject {
  stack: Stack;
  stateBackend: StateBackend;
}

/** What runs of a stack that were interrupted began to make, and no state came to hold. */
export async function leftoversOf({ transport }: Host, { stack, stateBackend }: Subject): Promise<Unrecorded[]> {
  const { entries } = await unrecorded(transport);
  return await leftBehind(
    entries.filter(({ owner }) => isOwn(stack, owner)),
    stateBackend,
    stack,
  );
}

/**
 * Removes it: Docker's objects, then documents, whose objects are found by their marks. Waits for who is still at work
 * on any of it.
 *
 * @param say told while something is waited for
 * @returns what was removed, in words
 */
export async function removeLeftovers(
  host: Host,
  subject: Subject,
  say: (text: string) => void,
  chosen: (entry: Unrecorded) => boolean = () => true,
): Promise<string[]> {
  const entries = (await leftoversOf(host, subject)).filter(chosen);
  const objects = entries.filter(({ kind }) => kind !== "document");
  // Who makes a document has the host's lock, and asks whether its run is over when it gets it.
  await untilMakersEnd(objects, say);
  const removed = objects.length > 0 ? await removeObjects(objects) : [];
  for (const entry of objects) await forget(host.transport, entry);
  for (const entry of entries.filter(({ kind }) => kind === "document"))
    removed.push(...(await removeDocument(host, entry, say)));
  return removed;
}

async function removeObjects(entries: readonly Unrecorded[]): Promise<string[]> {
  const { removeLeftObjects } = await import("../../engine/leftovers.ts");
  return await removeLeftObjects(entries, process.env);
}

async function removeDocument(host: Host, entry: Unrecorded, say: (text: string) => void): Promise<string[]> {
  const { transport } = host;
  const lock = await transport.lock(entry.owner, tellsWaiting(transport.name, say));
  try {
    const operations = await removeMarked(host, entry);
    await forget(transport, entry);
    return operations.length > 0 ? [`document "${entry.name}" (${counted(operations)})`] : [];
  } finally {
    await lock.release();
  }
}

/**
 * Removes documents of the same stack that stand in the way of another one and that no state knows: what a killed run
 * began to make under a name that the program has given up since. Call it with the host's lock held.
 *
 * @param owners the marks of what stands in the way
 * @returns whether there were any
 */
export async function makeWay(
  host: Host,
  subject: Subject,
  owners: ReadonlySet<string | undefined>,
  say: (text: string) => void,
): Promise<boolean> {
  const entries = (await leftoversOf(host, subject)).filter(
    ({ kind, owner }) => kind === "document" && owners.has(owner),
  );
  for (const entry of entries) {
    await removeMarked(host, entry);
    await forget(host.transport, entry);
    say(`removed the document "${entry.name}", which an interrupted run had left in the way and no state knew of`);
  }
  return entries.length > 0;
}

/**
 * Removes all that carries a document's mark. Call it with the host's lock held. The register names the scopes of what
 * is half-made; of what was completed it names only those that hold something without a mark.
 */
async function removeMarked(host: Host, { owner, scopes = [] }: Unrecorded): Promise<Operation[]> {
  const namespaces = (await host.transport.namespaces()).map(({ name }) => name);
  const alsoScopes = [...new Set([...scopes, ...namespaces])];
  return (await reconcile(host, { owner, wanted: [], adopt: false, alsoScopes })).operations;
}

/** Says for whom an update waits; documents of one program take turns without a word. */
export function tellsWaiting(host: string, say: (text: string) => void) {
  return (holder: string, isOurs: boolean): void => {
    if (!isOurs) say(`waiting for the lock of host "${host}", held by ${holder}`);
  };
}

/** `40 namespaces, 1 link` */
function counted(operations: readonly Operation[]): string {
  const kinds = Map.groupBy(operations, ({ kind }) => kind);
  return [...kinds].map(([kind, { length }]) => `${length} ${kind}${length === 1 ? "" : "s"}`).join(", ");
}
