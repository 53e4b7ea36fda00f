import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { TSchema } from "typebox";
import { Check } from "typebox/schema";

/** Part of a schema that is a schema. */
type Schema = Record<string, unknown>;

/** A part of a value, and the part of the schema that it was found to be checked against. */
interface Part {
  schema: Schema;
  data: unknown;
  instancePath: string;
}

/** Stands for a part of a schema that is compiled when a value has that part. */
const DEFERRED = "deferred";

const compiled = new WeakMap<Schema, ValidateFunction>();
/** What a part of a schema was before its own parts were deferred: errors speak of that one. */
const whole = new WeakMap<object, Schema>();

const ajv = new Ajv({
  // That the schema is one is a test's to say: checking and polishing it would double the time of each start.
  validateSchema: false,
  meta: false,
  code: { optimize: false },
  allErrors: true,
  verbose: true,
  discriminator: true,
  strict: false,
  ownProperties: true,
  passContext: true,
});
ajv.addKeyword({ keyword: DEFERRED, validate: setAside, errors: false });

/**
 * Every error of a value, from the outside in. Most values have none, which is found out without compiling the schema:
 * that takes longer than all else that a command does with a declaration. Of one that is compiled a value has few of the
 * parts that it could have: each is compiled when it is met, once.
 */
export function errorsOf(schema: TSchema, value: unknown): ErrorObject[] {
  if (Check(schema, value)) return [];
  return errorsOfPart({ schema: schema as unknown as Schema, data: value, instancePath: "" });
}

function errorsOfPart({ schema, data, instancePath }: Part): ErrorObject[] {
  const validate = compiled.get(schema) ?? compile(schema);
  const parts: Part[] = [];
  const context = { instancePath, parentData: {}, parentDataProperty: "", rootData: {}, dynamicAnchors: {} };
  validate.call(parts, data, context);
  const own = validate.errors ?? [];
  for (const error of own) {
    const shown = whole.get(error.parentSchema ?? {});
    if (shown) error.parentSchema = shown;
  }
  return [...own, ...parts.flatMap(errorsOfPart)];
}

/** As a keyword of ajv's: takes every value, and remembers it for later. */
function setAside(this: unknown, schema: Schema, data: unknown, _: unknown, at?: { instancePath: string }): boolean {
  (this as Part[]).push({ schema, data, instancePath: at?.instancePath ?? "" });
  return true;
}

function compile(schema: Schema): ValidateFunction {
  const validate = ajv.compile(inParts(schema));
  compiled.set(schema, validate);
  return validate;
}

/** The schema with the objects inside it deferred; what has one of several forms stays whole, its errors go together. */
function inParts(schema: Schema): Schema {
  const { properties, additionalProperties, items, oneOf, allOf } = schema;
  const parts = {
    ...schema,
    ...(isObject(properties) && { properties: mapped(properties, deferred) }),
    ...(isObject(additionalProperties) && { additionalProperties: deferred(additionalProperties) }),
    ...(isObject(items) && { items: deferred(items) }),
    ...(Array.isArray(oneOf) && { oneOf: oneOf.map((form) => formOf(form, schema)) }),
    ...(Array.isArray(allOf) && { allOf: allOf.map(consequence) }),
  };
  whole.set(parts, schema);
  return parts;
}

function deferred(schema: Schema): Schema {
  const { type, items } = schema;
  const holdsObjects = type === "object" || (type === "array" && isObject(items) && items.type === "object");
  return holdsObjects ? { [DEFERRED]: schema } : schema;
}

/** One of the forms that a field of the value tells apart: that field alone says which it is. */
function formOf(form: Schema, { discriminator }: Schema): Schema {
  const { propertyName } = discriminator as { propertyName: string };
  const tag = (form.properties as Schema)[propertyName];
  return { type: "object", required: [propertyName], properties: { [propertyName]: tag }, [DEFERRED]: form };
}

/** What holds under a condition. */
function consequence(condition: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  return isObject(condition.then) ? { ...condition, then: deferred(condition.then) } : condition;
}

function mapped(schemas: Schema, each: (schema: Schema) => Schema): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, each(schema as Schema)]));
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
