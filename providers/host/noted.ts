import { atTheEnd } from "../../system/lifeline.ts";
import { hasEnded, servedRun } from "../../system/pulumi-run.ts";
import type { StateBackend } from "../../system/state-backend.ts";
import { fileOf, forget, note } from "../../system/unrecorded.ts";
import { UpdateFailed } from "./errors.ts";
import { resourceOfMark } from "./mark.ts";
import type { Transport } from "./transport/transport.ts";

/** A document that is about to be made. */
interface Beginning {
  owner: string;
  stateBackend: StateBackend;
  /** Where it will have anything: once it is there, only marks tell, which are read in these. */
  scopes: readonly string[];
}

/**
 * Makes a document that no state has yet, with a note of it on the host: a run that is killed from here on leaves what
 * no state knows, and the note is by what a later one finds it. Call it with the host's lock held.
 */
export async function noted<T>(
  transport: Transport,
  { owner, stateBackend, scopes }: Beginning,
  make: () => Promise<T>,
): Promise<T> {
  const entry = { owner, kind: "document" as const, name: resourceOfMark(owner), stateBackend, scopes };
  const earlier = (await transport.list()).includes(fileOf(entry));
  await note(transport, entry);
  try {
    const result = await make();
    atTheEnd(() => forget(transport, entry));
    return result;
  } catch (error) {
    const isAsBefore = !(error instanceof UpdateFailed) || error.rolledBack;
    if (isAsBefore && !earlier) await forget(transport, entry);
    throw error;
  }
}

/** A state has the document. */
export async function isRecorded(transport: Transport, owner: string): Promise<void> {
  await forget(transport, { owner, name: resourceOfMark(owner) });
}

/**
 * Nobody may change a host for a run that is over: a killed Pulumi leaves its providers behind, one of which may have
 * waited for the lock until now.
 *
 * @throws {Error} when Pulumi does not answer any more
 */
export async function checkRun(): Promise<void> {
  const run = servedRun();
  if (run !== undefined && (await hasEnded(run)))
    throw new Error("the run of Pulumi that asked for this has ended. Nothing was changed.");
}
