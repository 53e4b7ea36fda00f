import { type TSchema, Type } from "typebox";
import { isMap } from "../net/map.ts";
import type { Expectation } from "../net/schema/expectation.ts";
import { SCOPE_FIELDS } from "../net/schema/scope.ts";
import { object } from "../net/schema.ts";
import { inOrder } from "../topology/order.ts";
import { topologySchema } from "../topology/schema.ts";
import { type Fault, formatFault } from "../validation/fault.ts";
import { soundOf } from "../validation/schema/check.ts";
import { isLater } from "./later.ts";

const { host, adopt, expect } = topologySchema.properties;

/** What is wrong inside the host's own scope, and inside namespaces, is told by the provider's check. */
const anything: TSchema = Type.Unsafe({});

/** What a document has around its scopes. */
const envelopeSchema = object({
  ...Object.fromEntries(SCOPE_FIELDS.map((field) => [field, Type.Optional(anything)])),
  namespaces: Type.Optional(Type.Unsafe({ type: "object", examples: [{ RED: { links: {} } }] })),
  host,
  expect,
  adopt,
});

/** A document around its scopes: what is sound, and a line for each fault of the rest. */
export interface Envelope {
  host: string;
  adopt: boolean;
  expect: Expectation[];
  refused: string[];
}

/** Reads what is around the scopes of a document. Never throws; what is known later is no fault. */
export function readEnvelope(args: unknown): Envelope & { later: boolean } {
  const { sound, faults, later } = soundOf(envelopeSchema, withoutScopes(args), isLater);
  const hidden = namesHost(args) ? [HOST_AS_NAMESPACE] : [];
  const { host = "local", adopt = false, expect = [] } = (sound ?? {}) as Partial<Envelope>;
  const sane = expect.filter((item) => item !== undefined);
  return {
    host,
    adopt,
    expect: sane,
    refused: inOrder([...faults, ...hidden], args).map(lineOf),
    later: later.length > 0,
  };
}

/** The arguments with nothing in their scopes. */
function withoutScopes(args: unknown): unknown {
  if (typeof args !== "object" || args === null) return args ?? null;
  const { namespaces, ...rest } = args as Record<string, unknown>;
  const around = Object.entries(rest).map(([key, value]) => [
    key,
    SCOPE_FIELDS.some((field) => field === key) ? {} : value,
  ]);
  return { ...Object.fromEntries(around), namespaces: isMap(namespaces) && !isLater(namespaces, []) ? {} : namespaces };
}

/** A namespace that would be taken for the host's own scope. */
const HOST_AS_NAMESPACE: Fault = {
  path: ["namespaces", "host"],
  rule: "host means the host's own namespace",
  fix: "write what it has beside namespaces, or choose another name",
};

function namesHost(args: unknown): boolean {
  const { namespaces } = (args ?? {}) as { namespaces?: unknown };
  return Object.hasOwn(Object(namespaces), "host");
}

function lineOf(fault: Fault): string {
  return fault.path.length > 0 ? formatFault(fault) : formatFault({ ...fault, path: ["arguments"] });
}
