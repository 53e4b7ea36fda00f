import { show } from "../../net/invalid.ts";
import type { Difference } from "./difference.ts";
import type { Values } from "./values.ts";

/** The object exists but is not as declared; Pulumi records it with these outputs and repairs it next time. */
export class PartialFailure extends Error {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  /** What is not as declared. */
  readonly left: readonly Difference[];

  constructor(message: string, id: string, inputs: Values, outputs: Values, left: readonly Difference[] = []) {
    super(message);
    this.name = "PartialFailure";
    this.id = id;
    this.inputs = inputs;
    this.outputs = outputs;
    this.left = left;
  }
}

/** Differences as a sentence: `restart: wanted "always", found "no"`. */
export function say(differences: readonly Difference[]): string {
  return differences.map(({ path, want, have, why }) => (why ? `${path}: ${why}` : said(path, want, have))).join("; ");
}

function said(path: string, want: unknown, have: unknown): string {
  return `${path}: wanted ${word(want)}, found ${word(have)}`;
}

function word(value: unknown): string {
  return value === undefined ? "nothing" : show(value);
}
