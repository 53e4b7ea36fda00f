import type { Ports } from "../../net/port.ts";
import type { Expectation } from "../../net/schema/expectation.ts";
import type { Scope } from "../../net/schema/scope.ts";
import type { NamedKind } from "../../validation/conflicts/names.ts";
import { canonical } from "./json.ts";

/** The state that one HostNetwork owns on a host: what people write. One function each way converts to the wire. */
export type HostDocument = Scope & {
  /** Which host: `local`. Default `local`. */
  host?: string;
  /** Network namespaces by name, each with what is in it. */
  namespaces?: Record<string, Scope>;
  /** What must hold when all is applied. */
  expect?: Expectation[];
  /** Take over objects that exist and are not ours, instead of refusing. Default false. */
  adopt?: boolean;
};

/** A document on the wire and in the state: scopes and expectations as canonical JSON text. */
export interface WireDocument {
  host: string;
  owner: string;
  adopt: boolean;
  scopes: Record<string, string>;
  expect: Record<string, string>;
  /** Docker's ids of the containers that scopes and expectations name: another container is another namespace. */
  containers: Record<string, string>;
  /** Scopes of other documents, only for expectations to know names and addresses by. */
  around: Record<string, string>;
  /** A {@link Beside} as text; taken out by the check. */
  beside?: string;
  /** Faults that the program found, a line each; taken out by the check. */
  refused?: string[];
}

/** Docker's part of the same program, for the check alone to hold against the live host: it is not kept. */
export interface Beside {
  subnets: { path: (string | number)[]; network: string; subnet: string; bridge: boolean }[];
  /** Names that its objects will have, and whether they take over what is there. */
  names: { path: (string | number)[]; kind: NamedKind; name: string; adopt: boolean }[];
  /** Interfaces that Docker is told to name so. */
  bridges: string[];
  /** Addresses of raw interfaces inside its containers, which a document of their own makes later. */
  addresses: string[];
  ports: { path: (string | number)[]; container: string; protocol: string; ports: Ports; hostIp?: string }[];
}

/** A scope as canonical text: keys sorted, nothing undefined, so that equal declarations are equal text. */
export function scopeText(scope: Scope): string {
  return canonical(scope);
}
