import { complaint, show } from "../../net/invalid.ts";
import { isValues, join, UNKNOWN } from "./values.ts";

/** What an input looks like. One description serves the check, the package schema and the test against the SDK. */
export type Shape =
  | { kind: "text"; rule?: (text: string) => unknown; choices?: readonly string[] }
  | { kind: "number"; least?: number; most?: number; fraction?: boolean }
  | { kind: "flag" }
  | { kind: "list"; of: Shape }
  | { kind: "map"; of: Shape }
  | { kind: "record"; fields: Record<string, Shape>; required: readonly string[] }
  | { kind: "refused"; why: string; as: Shape };

/** A broken rule. `property` is the path as Pulumi writes it. */
export interface Fault {
  property: string;
  reason: string;
}

export const text: Shape = { kind: "text" };
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
export function faults(shape: Shape, value: unknown, path = ""): Fault[] {
  if (value === UNKNOWN || value === undefined) return [];
  switch (shape.kind) {
    case "text":
      return textFaults(shape, value, path);
    case "number":
      return numberFaults(shape, value, path);
    case "flag":
      return typeof value === "boolean" ? [] : [wrong(path, value, "true or false")];
    case "list":
      if (!Array.isArray(value)) return [wrong(path, value, "a list")];
      return value.flatMap((item, i) => faults(shape.of, item, `${path}[${i}]`));
    case "map":
      if (!isValues(value)) return [wrong(path, value, "a map")];
      return Object.entries(value).flatMap(([key, item]) => faults(shape.of, item, join(path, key)));
    case "record":
      return isValues(value) ? recordFaults(shape, value, path) : [wrong(path, value, "a map with named fields")];
    case "refused":
      // The SDK itself fills in false for some switches, and off is what they are here.
      if (value === false && shape.as.kind === "flag") return [];
      return [{ property: path, reason: `is not served by this provider: ${shape.why}` }];
  }
}

function textFaults(shape: Shape & { kind: "text" }, value: unknown, path: string): Fault[] {
  if (typeof value !== "string") return [wrong(path, value, "text")];
  if (value.includes("\0"))
    return [{ property: path, reason: "holds a NUL byte, which no name or argument can; remove it" }];
  if (shape.choices && !shape.choices.includes(value))
    return [{ property: path, reason: `${show(value)} is none of ${shape.choices.join(", ")}` }];
  const invalid = shape.rule && complaint(() => shape.rule?.(value));
  return invalid ? [{ property: path, reason: invalid.message }] : [];
}

function numberFaults(shape: Shape & { kind: "number" }, value: unknown, path: string): Fault[] {
  const { least = 0, most, fraction } = shape;
  const range = `${fraction ? "a" : "a whole"} number ${most === undefined ? `of at least ${least}` : `from ${least} to ${most}`}`;
  if (typeof value !== "number" || !Number.isFinite(value)) return [wrong(path, value, range)];
  const fits = (fraction || Number.isSafeInteger(value)) && value >= least && value <= (most ?? value);
  return fits ? [] : [{ property: path, reason: `${value} is not ${range}` }];
}

function recordFaults(shape: Shape & { kind: "record" }, value: Record<string, unknown>, path: string): Fault[] {
  const names = Object.keys(shape.fields);
  const missing = shape.required.filter((name) => value[name] === undefined);
  return [
    ...missing.map((name) => ({ property: join(path, name), reason: "is required; give it a value" })),
    ...Object.entries(value).flatMap(([key, item]) => {
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      if (field) return faults(field, item, join(path, key));
      return [{ property: join(path, key), reason: `is no property here; there are ${names.join(", ")}` }];
    }),
  ];
}

/** The value itself is not shown: it may be a secret in the wrong place. */
function wrong(path: string, value: unknown, wanted: string): Fault {
  const found =
    value === null
      ? "null"
      : Array.isArray(value)
        ? "a list"
        : typeof value === "object"
          ? "a map"
          : `a ${typeof value}`;
  return { property: path, reason: `must be ${wanted}, not ${found}` };
}
