import type { Host } from "./backend.ts";
import { announce, converge, planFor, settle, type Wish } from "./converge.ts";
import { ofOthers, Refused } from "./errors.ts";
import { losses } from "./losses.ts";
import type { Operation } from "./model.ts";
import { namesake } from "./namesake.ts";
import { giveBack } from "./others.ts";
import type { Plan } from "./plan.ts";
import { registerOf } from "./register.ts";
import { asideOf, setAside, type Unreadable, writeRegister } from "./register-files.ts";
import { KINDS, kindOf } from "./registry.ts";
import { repairsIn, rolledBack } from "./rollback.ts";
import { type Survey, survey } from "./survey.ts";

export interface Request extends Wish {
  /** Runs when the host has everything, before it is settled; throws to have all of it rolled back but for repairs. */
  prove?: () => Promise<void>;
  /** Told before anything is changed: what others lose by it. */
  tell?: (line: string) => void;
  /** The expectations that hold already, by their sentences: asked before drift is repaired. */
  holding?: () => Promise<ReadonlySet<string>>;
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
 * @throws {Error} before anything is changed, for a stack of the same name in another backend, and for what is not there
 * @throws {UpdateFailed} after the host was put back as it was, or could not be
 */
export async function reconcile(host: Host, request: Request): Promise<Outcome> {
  const before = await survey(host, request);
  const other = namesake(before, request, host.transport.name);
  if (other) throw new Error(other);
  const { operations, refusals } = planFor(before, request);
  if (refusals.length > 0) throw new Refused(refusals, host.transport.name);
  const lacking = operations.flatMap((operation) => kindOf(operation.kind).lacks?.(operation, before.context) ?? []);
  if (lacking.length > 0) throw new Error(lacking.join("\n"));
  for (const line of losses(operations, before)) request.tell?.(line);
  const register = registerOf(before.registers, request.owner);
  // Until this is written nothing is changed: what follows is found again after a crash anywhere.
  await setAside(host.transport, before.unreadable);
  if (before.isRebuilt) await writeRegister(host.transport, register);
  await announce(host, request, before, operations);
  const repairs = repairsIn(before, request);
  const held = repairs.length > 0 ? await request.holding?.() : undefined;
  try {
    const after = await converge(host, request, before, operations);
    const others = await giveBack(host, request, { before, after });
    await request.prove?.();
    await settle(host, request, register, after);
    const notes = [...before.unreadable.map(putAside), ...after.remarks, ...ofOthers(others), ...toldByKinds(after)];
    return { operations, notes };
  } catch (error) {
    throw await rolledBack(host, { wish: request, before, operations, register, repairs, held }, error);
  }
}

/** What a person should know who only looks. */
export function notesOf(now: Survey): string[] {
  return [...now.unreadable.map(unusable), ...toldByKinds(now)];
}

function toldByKinds({ dumps }: Survey): string[] {
  return [...dumps.values()].flatMap((dump) => KINDS.flatMap((kind) => kind.notes?.(dump) ?? []));
}

function unusable({ file, why }: Unreadable): string {
  return `/run/bridgework/${file} cannot be used: ${why}. The next update puts it aside and goes by the marks on the host`;
}

function putAside({ file, why }: Unreadable): string {
  return (
    `/run/bridgework/${file} could not be used: ${why}. It is ${asideOf(file)} now, and what it should have said was ` +
    "taken from the marks on the host; a setting that it held the former value of stays as it is when it is given up"
  );
}

/** What an update would do, by the same plan; nothing is changed. */
export async function preview(host: Host, wish: Wish): Promise<Plan & Survey> {
  const now = await survey(host, wish);
  return { ...planFor(now, wish), ...now };
}
