import { inspect } from "node:util";

/** A secret whose text only who needs it asks for: printed, logged or turned into JSON it shows nothing. */
export class Secret {
  readonly #text: string | undefined;

  /** @param text unknown where a file is read that holds it encrypted */
  constructor(text?: string) {
    this.#text = text;
  }

  /** @throws Error where only its place is known */
  reveal(): string {
    if (this.#text === undefined) throw new Error("this secret was read without its text");
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/**
 * Text that may be a secret: its text, a {@link Secret}, or an output of Pulumi. Declarations carry it from where it is
 * written to where it is used, and look at none of it.
 */
export type Confidential = string | Secret | { readonly apply: (use: never) => unknown };
