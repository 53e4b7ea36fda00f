import type { AddressOf } from "../../net/goal.ts";
import { MASTER } from "../../net/masters.ts";
import type { Address } from "../../net/schema/address.ts";
import type { BridgePort } from "../../net/schema/bridge-port.ts";
import type { Expectation } from "../../net/schema/expectation.ts";
import type { Scopes } from "../../net/schema/scope.ts";
import { containerOf, containerScope, isNamespace } from "../../net/scope.ts";
import { Reading } from "../../validation/fact-reader.ts";
import { type Facts, linkId } from "../../validation/facts.ts";
import type { Fault, Path } from "../../validation/fault.ts";
import { readBesideLinks } from "../../validation/scope/beside-links.ts";
import { readLink } from "../../validation/scope/link.ts";
import { readNamespaceName } from "../../validation/scope/name.ts";
import { linkAt, linkedScopes, linksIn } from "./kinds/link/far-end.ts";
import type { Placed } from "./kinds/link/type.ts";
import type { Place } from "./model.ts";

/** A document whose scopes fit their schema; items of lists that did not are undefined. */
export interface SoundDocument {
  host: string;
  scopes: Scopes;
  /** By the sentence that each is called. */
  expect: Record<string, Expectation>;
  /** Names that expectations may use besides those of the scopes: containers, scopes of other documents. */
  known: readonly string[];
  addressOf: AddressOf;
}

/**
 * What a document says, for the rules. Paths are those of the typed document, `namespaces.RED.links.reth0`; `placeOf`
 * turns one into a scope and a path inside it. What another document may declare (bridges of the host, containers) is
 * not missed.
 *
 * @param misshapen faults of the shape, with paths of the same kind
 */
export function factsOf(document: SoundDocument, misshapen: readonly Fault[]): { facts: Facts; faults: Fault[] } {
  const reading = new Reading(document.host, misshapen);
  const { scopes } = document;
  for (const name of new Set(["host", ...Object.keys(scopes)])) readScope(reading, name, scopes);
  // Scopes in which this document has only far ends of cables.
  for (const name of linkedScopes(scopes).filter((scope) => scope !== "host" && scopes[scope] === undefined)) {
    const links = linksIn({ scope: name, scopes });
    for (const link of links) readPlaced(reading, scopes, link);
  }
  for (const name of document.known) reading.facts.scopes.push({ path: [], name, closed: false });
  for (const [sentence, expectation] of Object.entries(document.expect))
    reading.facts.expectations.push({ path: ["expect", sentence], expectation });
  return { facts: reading.done(document.addressOf), faults: reading.faults };
}

/** Where a scope stands in the typed document. */
export function pathOfScope(scope: string): Path {
  if (scope === "host") return [];
  const container = containerOf(scope);
  return container === undefined ? ["namespaces", scope] : ["containers", container];
}

/** Where a document declares an item, or a field of it. */
export function pathAt({ scope, path }: Place, ...field: string[]): Path {
  return [...pathOfScope(scope), ...path, ...field];
}

/** The inverse, for a path that lies in a scope. */
export function placeOf([first, second, ...rest]: Path): Place {
  if (first === "namespaces") return { scope: String(second), path: rest };
  if (first === "containers") return { scope: containerScope(String(second)), path: rest };
  return { scope: "host", path: [first, second, ...rest].filter((key) => key !== undefined) };
}

function readScope(reading: Reading, name: string, scopes: SoundDocument["scopes"]): void {
  const path = pathOfScope(name);
  const links = linksIn({ scope: name, scopes });
  const named = isNamespace(name);
  if (named) readNamespaceName(reading, name, path);
  // A namespace without links here has them from another document; the host and containers have more than are declared.
  const closed = named && links.some((link) => link.name !== "lo");
  reading.facts.scopes.push({ path, name, closed, shared: true });
  const interfaces = closed ? ["lo", ...links.map((link) => link.name)] : undefined;
  for (const link of links) readPlaced(reading, scopes, link, interfaces);
  readBesideLinks(reading, scopes[name] ?? {}, { scope: name, path, interfaces });
}

function readPlaced(
  reading: Reading,
  scopes: Scopes,
  placed: Placed,
  interfaces?: readonly string[] | undefined,
): void {
  const { scope, name, json, path: inside, declaredIn, peer } = placed;
  const path = [...pathOfScope(declaredIn), ...inside];
  const far = inside.at(-1) === "peer";
  const namePath = far && typeof json.name === "string" ? [...path, "name"] : path;
  if (peer === linkId(scope, name)) {
    const rule = "a cable from an interface to itself";
    if (far) reading.fault({ path: namePath, value: name, rule, fix: "give the other end another name" });
    return;
  }
  const { type, mac, master, port } = json;
  const addresses = ((json.addresses ?? []) as (Address | undefined)[]).map((value, i) => ({
    path: [...path, "addresses", i],
    value,
  }));
  readLink(reading, {
    scope,
    name,
    type,
    path,
    namePath,
    addresses: addresses.filter(
      (item): item is { path: Path; value: Address } & typeof item => item.value !== undefined,
    ),
    mac,
    mtu: saidMtu(placed) ?? (peer === undefined ? undefined : saidMtu(otherEnd(scopes, peer))),
    fields: json,
    interfaces,
    master: master === undefined ? undefined : { name: master, path: [...path, "master"] },
    port: port === undefined ? undefined : { value: port as BridgePort, path: [...path, "port"] },
    masters: interfaces && { ...MASTER, names: interfaces },
    ...(peer === undefined ? {} : { peer }),
  });
}

/** The MTU that an end says itself; what is said of one end of a cable holds for both. */
function saidMtu(placed: Placed | undefined): { value: number; path: Path } | undefined {
  if (placed?.json.mtu === undefined) return undefined;
  return { value: placed.json.mtu, path: [...pathOfScope(placed.declaredIn), ...placed.path, "mtu"] };
}

function otherEnd(scopes: Scopes, peer: string): Placed | undefined {
  const slash = peer.lastIndexOf("/");
  return linkAt(scopes, peer.slice(0, slash), peer.slice(slash + 1));
}
