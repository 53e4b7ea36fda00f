import { isMap } from "../../net/map.ts";
import { parentAt } from "../../net/parent.ts";
import type { Address } from "../../net/schema/address.ts";
import { type BridgePort, portSchema } from "../../net/schema/bridge-port.ts";
import { shapingSchema } from "../../net/schema/shaping.ts";
import { closest, declaredInstead } from "../../net/suggest.ts";
import type { Reading } from "../fact-reader.ts";
import { type Link, linkId, type Named } from "../facts.ts";
import type { Path } from "../fault.ts";
import { readAddress } from "./address.ts";
import { ownFields, readMeanings } from "./meanings.ts";
import { readInterfaceName, readMac } from "./name.ts";

/** An interface as topologies and documents both have it, once their own forms are taken apart. */
export interface LinkFields {
  scope: string;
  name: string;
  type: string;
  path: Path;
  /** Where the name stands; the kernel named `lo`. */
  namePath: Path;
  addresses: readonly { path: Path; value: Address }[];
  mac?: string | undefined;
  mtu?: { value: number; path: Path } | undefined;
  master?: Named | undefined;
  /** What it says of itself as a port. */
  port?: { value: BridgePort; path: Path } | undefined;
  /** As they are declared; `parent` is read from here. */
  fields: object;
  /** What its master, and its parent, may be; undefined where its scope has others than are known. */
  masters?: Masters | undefined;
  interfaces?: readonly string[] | undefined;
}

export interface Masters {
  what: string;
  plural: string;
  names: readonly string[];
  /** Bridges of the host, which nothing in another scope is a port of by itself. */
  hostBridges?: readonly string[];
  /** How one is named that is not among these, where that can be meant. */
  elsewhere?: (name: string) => string;
}

export interface CableEnd extends LinkFields {
  /** The scope and name of the other end. */
  peer: string;
}

export function readLink(reading: Reading, link: LinkFields | CableEnd): void {
  const { scope, name, type, path, mtu, master, port, fields } = link;
  const peer = "peer" in link ? link.peer : undefined;
  const cable = peer === undefined ? undefined : [linkId(scope, name), peer].sort().join(" ");
  const isThere = type === "existing" && !("from" in fields);
  if (type !== "loopback") readInterfaceName(reading, scope, name, link.namePath, { cable, isThere });
  const parent = parentIn(scope, fields, path);
  const at = (other: Named) => [...path.slice(0, -1), other.name];
  const refer = (to: Named, { what, plural }: typeof INTERFACE, declared?: readonly string[], fix?: string) => {
    const { name, path } = to;
    if (declared) reading.facts.references.push({ path, name, what, plural, declared, scope, fix, at: at(to) });
  };
  if (master && link.masters) refer(master, link.masters, link.masters.names, joinHost(master, link.masters));
  if (parent?.scope === scope) refer(parent, INTERFACE, link.interfaces);
  for (const via of waysOf(fields, path)) refer(via, INTERFACE, link.interfaces);
  readMac(reading, link.mac, [...path, "mac"], "own");
  readMeanings(reading, ownFields(type), fields, path);
  readMeanings(reading, shapingSchema, shapingOf(fields), [...path, "shaping"]);
  if (port) readMeanings(reading, portSchema, port.value, port.path);
  for (const { path, value } of link.addresses) readAddress(reading, scope, name, value, path);
  reading.facts.links.push({
    path,
    scope,
    name,
    type,
    ...(peer === undefined ? {} : { peer }),
    ...(mtu ? { mtu } : {}),
    ...(master ? { master } : {}),
    ...(port ? { port } : {}),
    ...(parent ? { parent } : {}),
    fields: fields as Record<string, unknown>,
  });
}

/** Whatever the type, this field names the interface that a link lies on. */
function parentIn(scope: string, { parent }: { parent?: unknown }, path: Path): Link["parent"] {
  return typeof parent === "string" ? { ...parentAt(scope, parent), path: [...path, "parent"] } : undefined;
}

function shapingOf({ shaping }: { shaping?: unknown }): unknown {
  return shaping;
}

/** Interfaces that entries of its forwarding table name. */
function waysOf({ fdb }: { fdb?: unknown }, path: Path): Named[] {
  const entries = Array.isArray(fdb) ? fdb : [];
  return entries.flatMap((entry: unknown, index) =>
    isMap(entry) && typeof entry.via === "string" ? [{ name: entry.via, path: [...path, "fdb", index, "via"] }] : [],
  );
}

const INTERFACE = { what: "interface", plural: "interfaces" };

/** The usual mistake: a bridge of the host as the master of an end in a namespace. */
function joinHost({ name }: Named, { plural, names, hostBridges = [], elsewhere }: Masters): string | undefined {
  if (hostBridges.includes(name)) return `the host has one: a cable leads to it by bridge: ${name}, without master`;
  const other = closest(name, names) === undefined ? elsewhere?.(name) : undefined;
  return other && `${declaredInstead(name, plural, names)}; ${other}`;
}

/** Both ends of a cable, near one first. One that leads to itself is a fault and nothing else. */
export function readCable(reading: Reading, near: LinkFields, far: LinkFields): void {
  const [here, there] = [near, far].map(({ scope, name }) => linkId(scope, name)) as [string, string];
  if (here === there)
    return void reading.fault({
      path: far.namePath,
      value: far.name,
      rule: "a cable from an interface to itself",
      fix: "give the other end another name",
    });
  // What is said of one end holds for both.
  readLink(reading, { ...near, mtu: near.mtu ?? far.mtu, peer: there });
  readLink(reading, { ...far, mtu: far.mtu ?? near.mtu, peer: here });
}
