import { inspect } from "node:util";

/** A secret whose text only who needs it asks for: printed, logged or turned into JSON it shows nothing. */
export class Secret {
  readonly #text: string | undefined;

  /** @param text unknown where a file is read that holds it encrypted */
  constructor(text?: string) {
    this.#text = text;
  }

  /** Its text, where that is known. */
  get known(): string | undefined {
    return this.#text;
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

/** How Pulumi marks what is no plain value, and a secret among that (sdk/go/common/resource/properties.go). */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";

/** A secret as a provider hands it to Pulumi, which encrypts it in the state. */
export function marked(value: string): object {
  return { [SIGNATURE]: SECRET_MARK, value };
}

/** What a declaration is when its secrets are known: text like all other. */
export type Revealed<T> = Secret extends T
  ? string
  : T extends (infer Item)[]
    ? Revealed<Item>[]
    : T extends object
      ? { [Key in keyof T]: Revealed<T[Key]> }
      : T;
