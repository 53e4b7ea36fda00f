import { Registries } from "./registries.ts";
import type { Values } from "./values.ts";

/**
 * What one run of the provider remembers between calls. A deployment is one process, so this is never stale; nothing
 * here is needed for correctness after a crash, because the next run sees the live host again.
 */
export class Session {
  /** Inputs checked in this deployment, by type and URN: rules between resources look here. */
  readonly #declared = new Map<string, Map<string, Values>>();
  /** Objects that stand in the place of ours although we did not make them: what a replacement removes. */
  readonly impostors = new Map<string, string>();
  /** Resources that this deployment replaces. */
  readonly replacing = new Set<string>();
  /** What a removed object carried, for the one that replaces it. */
  readonly carried = new Map<string, unknown>();

  /** Logins for registries. */
  registries = new Registries();
  readonly #asked = new Map<string, Promise<unknown>>();

  /** Asks once a deployment for what does not change during one; a failed question is asked again. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#asked.get(key) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    this.#asked.set(key, asked);
    asked.catch(() => this.#asked.delete(key));
    return asked;
  }

  declare(type: string, urn: string, inputs: Values): void {
    const known = this.#declared.get(type) ?? new Map<string, Values>();
    this.#declared.set(type, known.set(urn, inputs));
  }

  /** Everything of this type that was declared so far, except `urn` itself. */
  others(type: string, urn: string): [string, Values][] {
    return [...(this.#declared.get(type) ?? [])].filter(([other]) => other !== urn);
  }
}
