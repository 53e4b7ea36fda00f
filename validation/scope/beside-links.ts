import type { BesideLinks } from "../../net/schema/scope.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";
import { readFirewall } from "./firewall.ts";
import { readNeighbour, readRoute } from "./route.ts";
import { readSysctls } from "./sysctl.ts";

/** Where the fields of a scope stand. */
export interface Around {
  scope: string;
  path: Path;
  /** The interfaces that a `dev` may name; undefined where the scope may have others than are known. */
  interfaces?: readonly string[] | undefined;
}

/** Everything that a scope declares besides its links. Items of lists that were misshapen are undefined. */
export function readBesideLinks(reading: Reading, { routes, neighbours, ...rest }: BesideLinks, around: Around): void {
  const { scope, path } = around;
  each(routes, [...path, "routes"], (route, at) => {
    readRoute(reading, scope, route, at);
    refer(reading, around, route.dev, [...at, "dev"]);
  });
  each(neighbours, [...path, "neighbours"], (neighbour, at) => {
    readNeighbour(reading, scope, neighbour, at);
    refer(reading, around, neighbour.dev, [...at, "dev"]);
  });
  readSysctls(reading, scope, rest.sysctls, [...path, "sysctls"]);
  readFirewall(reading, scope, rest.firewall, [...path, "firewall"]);
}

function each<T>(list: readonly (T | undefined)[] | undefined, path: Path, read: (item: T, at: Path) => void): void {
  list?.forEach((item, i) => {
    if (item !== undefined) read(item, [...path, i]);
  });
}

function refer(reading: Reading, { interfaces }: Around, name: string | undefined, path: Path): void {
  if (name === undefined || !interfaces) return;
  reading.facts.references.push({ path, name, what: "interface", plural: "interfaces", declared: interfaces });
}
