import { Ajv, type ValidateFunction } from "ajv";
import type { TSchema } from "typebox";
import type { Fault } from "../fault.ts";
import { explain } from "./explain.ts";
import { isHole, without } from "./prune.ts";

export interface Shaped {
  faults: Fault[];
  /** What is left when every misshapen part is taken away: it fits the schema. Undefined when nothing is. */
  sound: unknown;
}

/** Made once a schema: compiling takes longer than checking. */
const compiled = new WeakMap<TSchema, ValidateFunction>();

/**
 * Checks a value against a schema: every fault at once, each in words, and what is sound for the rules to look at.
 * Items of a list that are not sound become undefined, so that the others keep their indices.
 */
export function shape(schema: TSchema, value: unknown): Shaped {
  const faults = faultsOf(schema, value);
  let sound = value;
  // Taking a part away may leave its parent without something that it needs: again, until nothing is wrong.
  for (let wrong = faults; wrong.length > 0; wrong = faultsOf(schema, sound)) {
    sound = without(sound, wrong);
    if (sound === undefined) break;
  }
  return { faults, sound };
}

function faultsOf(schema: TSchema, value: unknown): Fault[] {
  const validate = compiled.get(schema) ?? compile(schema);
  if (validate(value)) return [];
  return explain(validate.errors ?? [], value).filter(({ path }) => !isHole(value, path));
}

function compile(schema: TSchema): ValidateFunction {
  // That the schema is one is a test's to say: checking and polishing it would double the time of each start.
  const cheap = { validateSchema: false, meta: false, code: { optimize: false } } as const;
  const ajv = new Ajv({
    ...cheap,
    allErrors: true,
    verbose: true,
    discriminator: true,
    strict: false,
    ownProperties: true,
  });
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}
