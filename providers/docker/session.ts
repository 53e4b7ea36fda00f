import type { NetworkInspect } from "../../engine/types.ts";
import { Registries } from "./registries.ts";
import type { Remembered } from "./remembered.ts";
import type { UnrecordedObjects } from "./unrecorded.ts";
import type { Values } from "./values.ts";

/** Milliseconds in which the host is taken not to change by itself. */
const MOMENT = 5000;

/**
 * What one run of the provider remembers between calls. A deployment is one process, so this is never stale; nothing
 * here is needed for correctness after a crash, because the next run sees the live host again.
 *
 * An alias gives a resource another URN in the middle of a deployment: what is compared has the new one, what is deleted
 * the old. So objects are known by their ids here.
 */
export class Session {
  /** Inputs checked in this deployment, by type and URN: rules between resources look here. */
  readonly #declared = new Map<string, Map<string, Values>>();
  /** Objects that stand in the place of ours although we did not make them, by the id of ours: a replacement removes them. */
  readonly impostors = new Map<string, string>();
  /** Resources that this deployment replaces, with the id of the live object that goes. */
  readonly replacing = new Map<string, string>();
  /** Images that this deployment gets anew although the engine has one of that name. */
  readonly renewing = new Set<string>();
  /** In a preview: names, with their tags, that lead to other images once the update has been made. */
  readonly remade = new Set<string>();
  /** What was kept of a resource that this deployment replaces, for its successor. */
  readonly former = new Map<string, Remembered>();
  /** What a removed object carried, by its id, for the one that replaces it. */
  readonly carried = new Map<string, unknown>();
  /** The MAC address that a container of this deployment gave up with an address: by the names of network and address. */
  readonly macs = new Map<string, string>();
  /** Networks of the engine that a check has looked up, by the name or id that was asked for. */
  readonly networks = new Map<string, NetworkInspect>();
  /** Sentences about the host that this deployment has told, each after the URN that it is about. */
  readonly told = new Set<string>();
  /** Resources that take over what nobody's stack made. */
  readonly adopting = new Set<string>();
  readonly #recorded = new Set<string>();
  /** Notes of what no state has yet; undefined where nobody needs any. */
  unrecorded: UnrecordedObjects | undefined;

  /** Logins for registries. */
  registries = new Registries();
  readonly #asked = new Map<string, Promise<unknown>>();
  /** When what changes was asked for last. */
  readonly #recent = new Map<string, number>();

  /** Asks once a deployment for what does not change during one; a failed question is asked again. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#asked.get(key) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    this.#asked.set(key, asked);
    asked.catch(() => this.#asked.delete(key));
    return asked;
  }

  /** As `once`, of what changes: an answer counts for a moment, and until something is changed. */
  recently<T>(key: string, ask: () => Promise<T>): Promise<T> {
    if (Date.now() - (this.#recent.get(key) ?? 0) > MOMENT) {
      this.#asked.delete(key);
      this.#recent.set(key, Date.now());
    }
    return this.once(key, ask);
  }

  /** Something was changed on the host. */
  changed(): void {
    for (const key of this.#recent.keys()) this.#asked.delete(key);
  }

  declare(type: string, urn: string, inputs: Values): void {
    const known = this.#declared.get(type) ?? new Map<string, Values>();
    this.#declared.set(type, known.set(urn, inputs));
  }

  /**
   * What this deployment makes once `urn` is removed, by type: its successor, or, where it only makes way for others,
   * all that is replaced.
   */
  successors(urn: string): [type: string, inputs: Values][] {
    const all = [...this.#declared].flatMap(([type, known]) =>
      [...known].map(([of, inputs]) => ({ type, of, inputs })),
    );
    const own = all.filter(({ of }) => of === urn);
    const next = own.length > 0 ? own : all.filter(({ of }) => this.replacing.has(of));
    return next.map(({ type, inputs }) => [type, inputs]);
  }

  /** Whether the program has declared anything; a `pulumi destroy` runs none. */
  declaresAny(): boolean {
    return this.#declared.size > 0;
  }

  /** Whether the program has declared this resource, so far. */
  isDeclared(urn: string): boolean {
    return [...this.#declared.values()].some((known) => known.has(urn));
  }

  /** Everything of this type that was declared so far, except `urn` itself. */
  others(type: string, urn: string): [string, Values][] {
    return [...(this.#declared.get(type) ?? [])].filter(([other]) => other !== urn);
  }

  /** The object is in the stack's state. */
  record(type: string, id: string): void {
    this.#recorded.add(`${type} ${id}`);
  }

  isRecorded(type: string, id: string): boolean {
    return this.#recorded.has(`${type} ${id}`);
  }

  /** Whether a new object follows in the place of the live one. */
  isReplaced(id: string): boolean {
    return [...this.replacing.values()].includes(id);
  }
}
