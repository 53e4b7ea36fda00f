import type { Expectation } from "../../net/schema/expectation.ts";
import { expectationSchema } from "../../net/schema/expectation.ts";
import type { Fault, Path } from "../../rules/fault.ts";
import { judge } from "../../rules/rules.ts";
import { shape } from "../../rules/shape/shape.ts";
import { scopeSchema } from "./document.ts";
import { factsOf, pathOfScope, type SoundDocument } from "./facts.ts";
import type { Json } from "./json.ts";

/** A document as it comes: parsed JSON, not yet checked. */
export type RawDocument = Omit<SoundDocument, "scopes" | "expect"> &
  Record<"scopes" | "expect", Record<string, unknown>>;

/** Everything wrong with a document, shape and rules, each fault once and with its path in the typed document. */
export function faultsOf(document: RawDocument): Fault[] {
  const misshapen: Fault[] = [];
  const sound = <T>(values: Record<string, unknown>, schema: Parameters<typeof shape>[0], at: (name: string) => Path) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]): [string, T][] => {
        const { faults, sound } = shape(schema, value);
        misshapen.push(...faults.map((fault) => ({ ...fault, path: [...at(name), ...fault.path] })));
        return sound === undefined ? [] : [[name, sound as T]];
      }),
    );
  const scopes = sound<Record<string, Json>>(document.scopes, scopeSchema, pathOfScope);
  const expect = sound<Expectation>(document.expect, expectationSchema, (sentence) => ["expect", sentence]);
  const { facts, faults } = factsOf({ ...document, scopes, expect }, misshapen);
  return [...misshapen, ...faults, ...judge(facts)];
}
