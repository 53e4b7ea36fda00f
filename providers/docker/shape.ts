import { complaint } from "../../net/invalid.ts";
import { closest } from "../../net/suggest.ts";
import { type Fault, faultAt, type Path } from "../../validation/fault.ts";
import { isValues, join, UNKNOWN } from "./values.ts";

/** What an input looks like. One description serves the check, the package schema and the test against the SDK. */
export type Shape =
  | { kind: "text"; rule?: (text: string) => unknown; choices?: readonly string[]; tells?: "secret" | "digest" }
  | { kind: "number"; least?: number; most?: number; fraction?: boolean }
  | { kind: "flag" }
  | { kind: "list"; of: Shape }
  | { kind: "map"; of: Shape }
  | { kind: "record"; fields: Record<string, Shape>; required: readonly string[] }
  | { kind: "refused"; why: string; as: Shape };

export const text: Shape = { kind: "text" };
/** A password, token or key: secret whether or not the program says so. */
export const secretText: Shape = { kind: "text", tells: "secret" };
/** Computed from all that is beside it, so that it tells of each. */
export const digestText: Shape = { kind: "text", tells: "digest" };
export const flag: Shape = { kind: "flag" };
/** A whole number, 0 or more. */
export const count: Shape = { kind: "number", least: 0 };
export const texts: Shape = { kind: "list", of: text };
export const textMap: Shape = { kind: "map", of: text };

export const textOf = (rule: (text: string) => unknown): Shape => ({ kind: "text", rule });
export const choice = (...choices: string[]): Shape => ({ kind: "text", choices });
export const number = (least: number, most?: number): Shape => ({
  kind: "number",
  least,
  ...(most === undefined ? {} : { most }),
});
export const list = (of: Shape): Shape => ({ kind: "list", of });
export const record = (fields: Record<string, Shape>, ...required: string[]): Shape => ({
  kind: "record",
  fields,
  required,
});
/** An input of the official provider that Docker Engine alone cannot honour: refused by name, never ignored. */
export const refused = (why: string, as: Shape = text): Shape => ({ kind: "refused", why, as });

/** Every fault of a value, each with its path. Unknown values are right until they are known. */
export function faults(shape: Shape, value: unknown, path: Path = []): Fault[] {
  if (value === UNKNOWN || value === undefined) return [];
  switch (shape.kind) {
    case "text":
      return textFaults(shape, value, path);
    case "number":
      return numberFaults(shape, value, path);
    case "flag":
      return typeof value === "boolean" ? [] : [wrong(path, value, "true or false", "write it without quotes")];
    case "list":
      if (!Array.isArray(value)) return [wrong(path, value, "a list", "write it in [ ]")];
      return value.flatMap((item, i) => faults(shape.of, item, [...path, i]));
    case "map":
      if (!isValues(value)) return [wrong(path, value, "a map", "write it in { }")];
      return Object.entries(value).flatMap(([key, item]) => faults(shape.of, item, [...path, key]));
    case "record":
      if (!isValues(value)) return [wrong(path, value, "a map with named fields", "write it in { }")];
      return recordFaults(shape, value, path);
    case "refused":
      // The SDK itself fills in false for some switches, and off is what they are here.
      if (value === false && shape.as.kind === "flag") return [];
      return [{ path, rule: `is not served by this provider: ${shape.why}`, fix: "leave it out" }];
  }
}

function textFaults(shape: Shape & { kind: "text" }, value: unknown, path: Path): Fault[] {
  if (typeof value !== "string") return [wrong(path, value, "text", "write it in quotes")];
  if (value.includes("\0"))
    return [{ path, rule: "holds a NUL byte, which no name or argument can", fix: "remove it" }];
  if (shape.choices && !shape.choices.includes(value))
    return [{ path, value, rule: `is none of ${shape.choices.join(", ")}`, fix: "write one of them" }];
  const invalid = shape.rule && complaint(() => shape.rule?.(value));
  return invalid ? [faultAt(path, invalid)] : [];
}

function numberFaults(shape: Shape & { kind: "number" }, value: unknown, path: Path): Fault[] {
  const { least = 0, most, fraction } = shape;
  const range = `${fraction ? "a" : "a whole"} number ${most === undefined ? `of at least ${least}` : `from ${least} to ${most}`}`;
  if (typeof value !== "number" || !Number.isFinite(value))
    return [wrong(path, value, range, "write it without quotes")];
  const fits = (fraction || Number.isSafeInteger(value)) && value >= least && value <= (most ?? value);
  return fits ? [] : [{ path, value, rule: `is not ${range}`, fix: "choose one that is" }];
}

function recordFaults(shape: Shape & { kind: "record" }, value: Record<string, unknown>, path: Path): Fault[] {
  const names = Object.keys(shape.fields);
  const missing = shape.required.filter((name) => value[name] === undefined);
  return [
    ...missing.map((name) => ({ path: [...path, name], rule: "is required", fix: "give it a value" })),
    ...Object.entries(value).flatMap(([key, item]) => {
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      if (field) return faults(field, item, [...path, key]);
      return [{ path: [...path, key], rule: "is no property here", fix: unknownKey(key, names) }];
    }),
  ];
}

function unknownKey(key: string, names: readonly string[]): string {
  const near = closest(key, names);
  return near === undefined ? `there are ${names.join(", ")}` : `did you mean "${near}"?`;
}

/** Where a value has what is secret by its shape, as Pulumi writes paths. */
export function secretPaths(shape: Shape, value: unknown): string[] {
  return telling("secret", shape, value, "");
}

/** Where a value has digests of what is beside them. */
export function digestPaths(shape: Shape, value: unknown): string[] {
  return telling("digest", shape, value, "");
}

function telling(what: "secret" | "digest", shape: Shape | undefined, value: unknown, path: string): string[] {
  if (shape === undefined || value === undefined || value === null) return [];
  const inner = (of: Shape | undefined, item: unknown, at: string) => telling(what, of, item, at);
  if (shape.kind === "text") return shape.tells === what ? [path] : [];
  if (shape.kind === "list" && Array.isArray(value))
    return value.flatMap((item, i) => inner(shape.of, item, `${path}[${i}]`));
  if ((shape.kind !== "map" && shape.kind !== "record") || !isValues(value)) return [];
  const shapeOf = (key: string) => (shape.kind === "map" ? shape.of : shape.fields[key]);
  return Object.entries(value).flatMap(([key, item]) => inner(shapeOf(key), item, join(path, key)));
}

/** The value itself is not shown: it may be a secret in the wrong place. */
function wrong(path: Path, value: unknown, wanted: string, fix: string): Fault {
  const found =
    value === null
      ? "null"
      : Array.isArray(value)
        ? "a list"
        : typeof value === "object"
          ? "a map"
          : typeof value === "string"
            ? "text"
            : `a ${typeof value}`;
  return { path, rule: `must be ${wanted}, not ${found}`, fix };
}
