import { type Fault, formatFault, type Path } from "../validation/fault.ts";

/** A place in a file; lines and columns count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** A fault with the place that it is about. */
export interface Located extends Fault, Place {}

/** `FILE:LINE:COLUMN: PATH: VALUE: RULE. FIX.` */
export function formatLocated(fault: Located): string {
  return `${fault.file}:${fault.line}:${fault.column}: ${formatFault(fault)}`;
}

/** The beginning of a file. */
export function beginningOf(file: string): Place {
  return { file, line: 1, column: 1 };
}

/** Why a file could not be read; `rule` and `fix` are a fault's. */
export class Unreadable extends Error {
  readonly rule: string;
  readonly fix: string;

  constructor(rule: string, fix: string) {
    super(`${rule}; ${fix}`);
    this.name = "Unreadable";
    this.rule = rule;
    this.fix = fix;
  }
}

/** Where each part of a value was written, whatever aliases, merge keys and files it came by. */
export class Places {
  readonly #of = new WeakMap<object, Map<string, Place>>();

  put(container: object, key: string | number, place: Place): void {
    const known = this.#of.get(container) ?? new Map<string, Place>();
    this.#of.set(container, known.set(String(key), place));
  }

  get(container: object, key: string | number): Place | undefined {
    return this.#of.get(container)?.get(String(key));
  }

  /** Where the last step of a path stands that was written: the key of an entry, the start of an element. */
  find(root: unknown, start: Place, path: Path): Place {
    let place = start;
    let value = root;
    for (const step of path) {
      if (typeof value !== "object" || value === null) break;
      place = this.get(value, step) ?? place;
      value = (value as Record<string, unknown>)[step];
    }
    return place;
  }
}
