import type { Engine } from "../../engine/client.ts";
import { EngineError } from "../../engine/errors.ts";
import { removeLeft } from "../../engine/leftovers.ts";
import type { StateBackend } from "../../system/state-backend.ts";
import {
  forget,
  leftBehind,
  type Notes,
  note,
  type Unrecorded,
  unrecorded,
  untilMakersEnd,
} from "../../system/unrecorded.ts";
import type { NamedKind } from "../../validation/conflicts/names.ts";
import { isOwn, stackOfUrn } from "../../validation/conflicts/world.ts";

/** A Docker object, as its declaration names it. */
export interface Named {
  kind: NamedKind;
  owner: string;
  name: string;
}

/** Who removes: a context of the provider. */
interface Remover {
  engine: Engine;
  urn: string;
  session: { isDeclared(urn: string): boolean };
  log(severity: "info", message: string): void;
}

/**
 * Notes of what this run makes and no state has yet, and what earlier runs left so. They are on the machine that Pulumi
 * runs on, in a folder of root's: a user of an engine who is not root makes none, and does without.
 */
export class UnrecordedObjects {
  readonly #notes: Notes;
  readonly #stateBackend: StateBackend;
  readonly #made = new Set<Named>();
  #cleared: Promise<void> | undefined;

  constructor(notes: Notes, stateBackend: StateBackend) {
    this.#notes = notes;
    this.#stateBackend = stateBackend;
  }

  /** Makes an object with a note of it. The note of one that failed stays as long as the engine may have something. */
  async noted<T>(object: Named, engine: Engine, isThere: () => Promise<boolean>, make: () => Promise<T>): Promise<T> {
    const entry = { ...object, stateBackend: this.#stateBackend, engine: engine.endpoint.host };
    await note(this.#notes, entry).catch(() => undefined);
    try {
      const result = await make();
      this.#made.add(object);
      return result;
    } catch (error) {
      const isUnclear = error instanceof EngineError && error.status === 0;
      if (!isUnclear && !(await isThere().catch(() => true))) await this.recorded(object);
      throw error;
    }
  }

  /** A state has it, or it is gone. */
  async recorded(object: Pick<Named, "owner" | "name">): Promise<void> {
    await forget(this.#notes, object).catch(() => undefined);
  }

  /** Pulumi ends in good order, and has written its state. */
  async close(): Promise<void> {
    await Promise.all([...this.#made].map((object) => this.recorded(object)));
  }

  /** In a run that only removes: what interrupted runs of the stack left goes first, because it may hold the rest. */
  async clear(context: Remover): Promise<void> {
    this.#cleared ??= this.#remove(context, () => true).then(() => undefined);
    await this.#cleared;
  }

  /** Removes what of these an interrupted run left and the program does not declare; tells whether there was any. */
  async release(context: Remover, owners: readonly (string | undefined)[]): Promise<boolean> {
    return await this.#remove(context, ({ owner }) => owners.includes(owner) && !context.session.isDeclared(owner));
  }

  async #remove(context: Remover, chosen: (entry: Unrecorded) => boolean): Promise<boolean> {
    const stack = stackOfUrn(context.urn);
    const { entries } = await unrecorded(this.#notes).catch(() => ({ entries: [] }));
    const own = entries.filter((entry) => entry.kind !== "document" && isOwn(stack, entry.owner) && chosen(entry));
    const here = own.filter(({ engine }) => engine === context.engine.endpoint.host);
    const left = await leftBehind(here, this.#stateBackend, stack);
    if (left.length === 0) return false;
    await untilMakersEnd(left, (text) => context.log("info", text));
    const objects = await removeLeft(context.engine, left);
    for (const entry of left) await this.recorded(entry);
    const names = objects.map(({ kind, name }) => `${kind} "${name}"`).join(", ");
    if (names) context.log("info", `removed what an interrupted run had left and no state knew of: ${names}`);
    return objects.length > 0;
  }
}
