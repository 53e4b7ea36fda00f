import type { ErrorObject } from "ajv";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { wording } from "./wording.ts";

/** The errors of a validator as faults: one for each thing that a person did wrong. */
export function explain(errors: readonly ErrorObject[], root: unknown): Fault[] {
  // A value of the wrong type breaks every other rule too: the type is told first, and alone.
  const ordered = meant(errors).sort((a, b) => Number(b.keyword === "type") - Number(a.keyword === "type"));
  const faults = ordered.map((error) => ({ path: pathOf(error, root), ...wording(error) }));
  const byPath = new Map(faults.map((fault) => [formatPath(fault.path), fault] as const).reverse());
  return [...byPath.values()].reverse();
}

/**
 * Where a value may have one of several forms, a validator complains of all of them. Kept is what it says of the form
 * that was meant, the one of the same JSON type; or the one complaint that it is none of them.
 */
function meant(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = errors.filter(({ keyword }) => keyword !== "if");
  const unions = kept
    .filter(({ keyword }) => keyword === "anyOf")
    .sort((a, b) => a.schemaPath.length - b.schemaPath.length);
  for (const union of unions) {
    if (!kept.includes(union)) continue;
    const forms = (union.schema as Form[]) ?? [];
    const form = forms.findIndex((each) => accepts(each, union.data));
    const inside = (error: ErrorObject) => isInside(error, union);
    const branch = `${union.schemaPath}/${form}/`;
    kept = kept.filter((error) =>
      error === union ? form < 0 : !inside(error) || (form >= 0 && error.schemaPath.startsWith(branch)),
    );
    const numeric = ((union.schema as Form[]) ?? []).some((each) => accepts(each, 0));
    for (const error of kept) if (numeric && error.keyword === "enum" && inside(error)) error.params.orNumber = true;
  }
  return kept;
}

function isInside(error: ErrorObject, union: ErrorObject): boolean {
  const sameValue =
    error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`);
  return sameValue && error.schemaPath.startsWith(`${union.schemaPath}/`);
}

interface Form {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Form[];
}

/** Whether a form is of the value's JSON type; numbers are told apart by what the form says of them. */
function accepts(form: Form, data: unknown): boolean {
  if (form.anyOf) return form.anyOf.some((inner) => accepts(inner, data));
  const type = form.type ?? typeName(form.const ?? form.enum?.[0]);
  return type === typeName(data) || (type === "integer" && typeof data === "number");
}

export function typeName(data: unknown): string {
  if (data === null) return "null";
  return Array.isArray(data) ? "array" : typeof data;
}

/** A JSON pointer as a path; indices of lists become numbers. What is missing or unknown is named too. */
function pathOf({ instancePath, params }: ErrorObject, root: unknown): Path {
  const keys = instancePath.split("/").slice(1);
  let value: unknown = root;
  const path = keys.map((escaped) => {
    const key = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(value) ? Number(key) : key;
    value = (value as Record<string, unknown> | undefined)?.[step];
    return step;
  });
  const further = params.missingProperty ?? params.additionalProperty ?? params.tag;
  return further === undefined ? path : [...path, String(further)];
}
