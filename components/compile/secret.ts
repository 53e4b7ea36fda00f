import * as pulumi from "@pulumi/pulumi";
import { isMap } from "../../net/map.ts";
import { type Confidential, Secret } from "../../net/secret.ts";
import { mapped } from "../../topology/compact.ts";

/** A declaration as a program writes it: what may be a secret may be an output. */
export type Marked<T> = Secret extends T
  ? pulumi.Input<string>
  : T extends (infer Item)[]
    ? Marked<Item>[]
    : T extends object
      ? { [Key in keyof T]: Marked<T[Key]> }
      : T;

/** A text that may be a secret as Pulumi takes it, with the mark that keeps it one from here to the state. */
export function marked(text: Confidential): pulumi.Input<string> {
  return text instanceof Secret ? pulumi.secret(text.reveal()) : (text as pulumi.Input<string>);
}

/** The same for all that a declaration holds: each secret is marked, and nothing beside it. */
export function withMarks<T>(declared: T): Marked<T> {
  return walk(declared) as Marked<T>;
}

function walk(value: unknown): unknown {
  if (value instanceof Secret) return marked(value);
  if (Array.isArray(value)) return value.map(walk);
  return isMap(value) && !pulumi.Output.isInstance(value) ? mapped(value, walk) : value;
}

/** `NAME=VALUE` of a value that may be a secret. */
export function assignment(name: string, value: Confidential): pulumi.Input<string> {
  return typeof value === "string" ? `${name}=${value}` : pulumi.interpolate`${name}=${marked(value)}`;
}
