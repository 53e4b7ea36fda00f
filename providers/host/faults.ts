import type { TSchema } from "typebox";
import type { Expectation } from "../../net/schema/expectation.ts";
import { expectationSchema } from "../../net/schema/expectation.ts";
import { containerScopeSchema, type Scope, scopeSchema } from "../../net/schema/scope.ts";
import { containerOf } from "../../net/scope.ts";
import type { Facts } from "../../validation/facts.ts";
import type { Fault, Path } from "../../validation/fault.ts";
import { judge } from "../../validation/rules/judge.ts";
import { warn } from "../../validation/rules/warn.ts";
import { shape } from "../../validation/schema/validate.ts";
import { factsOf, pathOfScope, type SoundDocument } from "./document-facts.ts";

/** A document as it comes: parsed JSON, not yet checked. */
export type RawDocument = Omit<SoundDocument, "scopes" | "expect"> &
  Record<"scopes" | "expect", Record<string, unknown>>;

/** Everything wrong with a document, shape and rules, each fault once and with its path in the typed document. */
export function faultsOf(document: RawDocument): Fault[] {
  const scopes = soundScopes(document.scopes);
  const expect = sound<Expectation>(
    document.expect,
    () => expectationSchema,
    (sentence) => ["expect", sentence],
  );
  const misshapen = [...scopes.faults, ...expect.faults];
  const { facts, faults } = factsOf({ ...document, scopes: scopes.sound, expect: expect.sound }, misshapen);
  return [...misshapen, ...faults, ...judge(facts)];
}

/** What can be built of scopes without a fault, and is hardly meant. */
export function warningsOf(scopes: Record<string, unknown>): Fault[] {
  const facts = soundFacts(scopes);
  return facts ? warn(facts) : [];
}

/** What scopes say; undefined where some of it has no sound shape. */
export function soundFacts(scopes: Record<string, unknown>): Facts | undefined {
  const { sound, faults } = soundScopes(scopes);
  const around = { host: "local", expect: {}, known: [], addressOf: () => undefined };
  return faults.length > 0 ? undefined : factsOf({ ...around, scopes: sound }, faults).facts;
}

/** Scopes without what does not fit their schema. */
export function soundScopes(scopes: RawDocument["scopes"]): Sound<Scope> {
  return sound(scopes, schemaOf, pathOfScope);
}

function schemaOf(scope: string): TSchema {
  return containerOf(scope) === undefined ? scopeSchema : containerScopeSchema;
}

/** Of named values what fits, and every fault of the rest. */
interface Sound<T> {
  sound: Record<string, T>;
  faults: Fault[];
}

function sound<T>(
  values: Record<string, unknown>,
  schema: (name: string) => TSchema,
  at: (name: string) => Path,
): Sound<T> {
  const shaped = Object.entries(values).map(([name, value]) => ({ name, ...shape(schema(name), value) }));
  const fit = shaped.filter(({ sound }) => sound !== undefined);
  return {
    sound: Object.fromEntries(fit.map(({ name, sound }) => [name, sound as T])),
    faults: shaped.flatMap(({ name, faults }) =>
      faults.map((fault) => ({ ...fault, path: [...at(name), ...fault.path] })),
    ),
  };
}
