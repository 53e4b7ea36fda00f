import type { Scopes } from "../../net/schema/scope.ts";
import { containerScope } from "../../net/scope.ts";
import { closest } from "../../net/suggest.ts";
import { formatFault } from "../../validation/fault.ts";
import { scopesOf } from "./document.ts";
import { surroundings } from "./expect/around.ts";
import { faultsOf, soundScopes } from "./faults.ts";
import type { Transport } from "./transport/transport.ts";
import { scopeText, type WireDocument } from "./wire.ts";

/** A fault as Pulumi shows it. No property is named: Pulumi would print all of its value, and the path says more. */
export interface Failure {
  property: "";
  reason: string;
}

/** Checks a whole document: every fault of it, none of it applied. The scopes come back in canonical text. */
export function checkDocument(wire: WireDocument, transport: Transport) {
  const scopes = scopesOf(wire);
  const faults = faultsOf({ host: wire.host, scopes, expect: expectations(wire), ...around(wire, scopes, transport) });
  const failures: Failure[] = faults.map((fault) => ({ property: "", reason: formatFault(fault) }));
  const texts = Object.entries(scopes).map(([name, scope]) => [name, scopeText(scope)] as const);
  return { scopes: Object.fromEntries(texts), failures };
}

function expectations({ expect }: WireDocument): Record<string, { from?: unknown }> {
  return Object.fromEntries(Object.entries(expect).map(([sentence, text]) => [sentence, JSON.parse(text)]));
}

/** Names that expectations may use: scopes of this document and of others, and containers, wherever these are now. */
function around(wire: WireDocument, scopes: Scopes, to: Transport) {
  const { containers, around: others } = wire;
  const declared = { host: {}, ...scopesOf({ scopes: others }), ...soundScopes(scopes).sound };
  const { addressOf } = surroundings(to, declared);
  const names = [...Object.keys(declared), ...Object.keys(containers).map(containerScope)];
  return {
    known: [...names, ...elsewhere(wire, names)].filter((name) => name !== "host" && !(name in scopes)),
    addressOf: (name: string) => addressOf(name) ?? (name in containers ? name : undefined),
  };
}

/** Namespaces that another document of the program may declare: of this one's names they are no misspelling. */
function elsewhere(wire: WireDocument, names: readonly string[]): string[] {
  const starts = Object.values(expectations(wire)).flatMap(({ from }) => (typeof from === "string" ? [from] : []));
  return starts.filter((from) => /^[A-Za-z][\w.-]*$/.test(from) && closest(from, names) === undefined);
}
