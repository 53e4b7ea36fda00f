import type { AddressOf } from "../../net/goal.ts";
import type { Address } from "../../net/schema/address.ts";
import type { Expectation } from "../../net/schema/expectation.ts";
import type { Firewall } from "../../net/schema/firewall.ts";
import type { Neighbour } from "../../net/schema/neighbour.ts";
import type { Route } from "../../net/schema/route.ts";
import { containerOf, containerScope, isNamespace } from "../../net/scope.ts";
import { Reading } from "../../validation/fact-reader.ts";
import { type Facts, linkId } from "../../validation/facts.ts";
import type { Fault, Path } from "../../validation/fault.ts";
import { readFirewall } from "../../validation/scope/firewall.ts";
import { readLink } from "../../validation/scope/link.ts";
import { readNamespaceName } from "../../validation/scope/name.ts";
import { readNeighbour, readRoute } from "../../validation/scope/route.ts";
import { readSysctls } from "../../validation/scope/sysctl.ts";
import type { Json } from "./json.ts";
import { linksIn } from "./kinds/link/far-end.ts";
import type { LinkJson, Placed } from "./kinds/link/type.ts";
import type { Place } from "./model.ts";

/** A document whose scopes fit their schema; items of lists that did not are undefined. */
export interface SoundDocument {
  host: string;
  scopes: Record<string, Record<string, Json>>;
  /** By the sentence that each is called. */
  expect: Record<string, Expectation>;
  /** Names that expectations may use besides those of the scopes: containers, scopes of other documents. */
  known: readonly string[];
  addressOf: AddressOf;
}

/** The typed fields of a scope, once its shape is right. */
interface ScopeFields {
  routes?: (Route | undefined)[];
  neighbours?: (Neighbour | undefined)[];
  sysctls?: Record<string, string>;
  firewall?: Firewall;
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
  for (const name of farScopes(scopes)) for (const link of linksIn({ scope: name, scopes })) readPlaced(reading, link);
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
  // A namespace without links here has them from another document.
  reading.facts.scopes.push({ path, name, closed: named && links.some((link) => link.name !== "lo") });
  for (const link of links) readPlaced(reading, link);
  const { routes, neighbours, sysctls, firewall }: ScopeFields = scopes[name] ?? {};
  const refer = references(reading, links, named);
  for (const { json, path: at, declaredIn } of links)
    refer(json.master, "bridge", [...pathOfScope(declaredIn), ...at, "master"]);
  each(routes, [...path, "routes"], (route, at) => {
    readRoute(reading, name, route, at);
    refer(route.dev, "interface", [...at, "dev"]);
  });
  each(neighbours, [...path, "neighbours"], (neighbour, at) => {
    readNeighbour(reading, name, neighbour, at);
    refer(neighbour.dev, "interface", [...at, "dev"]);
  });
  readSysctls(reading, name, sysctls, [...path, "sysctls"]);
  readFirewall(reading, name, firewall, [...path, "firewall"]);
}

/** Items of a list that were misshapen are holes. */
function each<T>(list: readonly (T | undefined)[] | undefined, path: Path, read: (item: T, at: Path) => void): void {
  list?.forEach((item, i) => {
    if (item !== undefined) read(item, [...path, i]);
  });
}

/** Interfaces that a namespace names must be there; the host and containers have others than are declared. */
function references(reading: Reading, links: readonly Placed[], closed: boolean) {
  const declared = ["lo", ...links.map(({ name }) => name)];
  return (name: string | undefined, what: "bridge" | "interface", path: Path) => {
    if (closed && name !== undefined && links.some((link) => link.name !== "lo"))
      reading.facts.references.push({ path, name, what, plural: `${what}s`, declared });
  };
}

/** Scopes in which this document has only far ends of cables. */
function farScopes(scopes: SoundDocument["scopes"]): Set<string> {
  const links = Object.values(scopes).flatMap((scope) =>
    Object.values((scope.links ?? {}) as Record<string, LinkJson>),
  );
  const names = links.flatMap(({ peer }) => (peer === undefined ? [] : [String((peer as { scope?: Json }).scope)]));
  return new Set(names.filter((name) => name !== "host" && scopes[name] === undefined));
}

/** What an end of a veth has when nobody says otherwise. */
const VETH_MTU = 1500;

function readPlaced(reading: Reading, { scope, name, json, path: inside, declaredIn, peer }: Placed): void {
  const path = [...pathOfScope(declaredIn), ...inside];
  const far = inside.at(-1) === "peer";
  const namePath = far && typeof json.name === "string" ? [...path, "name"] : path;
  if (peer === linkId(scope, name)) {
    const rule = "a cable from an interface to itself";
    if (far) reading.fault({ path: namePath, value: name, rule, fix: "give the other end another name" });
    return;
  }
  const { type, mac, master } = json;
  const mtu = json.mtu ?? (type === "veth" ? VETH_MTU : undefined);
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
    mtu: mtu === undefined ? undefined : { value: mtu, path: [...path, "mtu"] },
    master: master === undefined ? undefined : { name: master, path: [...path, "master"] },
    ...(peer === undefined ? {} : { peer }),
  });
}
