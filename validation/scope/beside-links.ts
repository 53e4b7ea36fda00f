import { BESIDE_LINKS, type BesideLinks } from "../../net/schema/scope.ts";
import type { Reading } from "../fact-reader.ts";
import type { Besides } from "../facts.ts";
import type { Path } from "../fault.ts";
import type { Around } from "./around.ts";
import { readFirewall } from "./firewall.ts";
import { readJoined } from "./joined.ts";
import { readNeighbours } from "./neighbour.ts";
import { readRoutes } from "./route.ts";
import { readRules } from "./rule.ts";
import { readSysctls } from "./sysctl.ts";

type Reader<Field extends keyof BesideLinks> = (
  reading: Reading,
  value: NonNullable<BesideLinks[Field]>,
  path: Path,
  around: Around,
) => void;

/** Whoever reads a field of a scope: its values one by one, and what other rules ask of it. */
const READERS: { [Field in keyof BesideLinks]-?: Reader<Field> } = {
  routes: readRoutes,
  rules: readRules,
  neighbours: readNeighbours,
  sysctls: readSysctls,
  firewall: readFirewall,
};

/** Everything that a scope declares besides its links. Items of lists that were misshapen are undefined. */
export function readBesideLinks(reading: Reading, declared: Besides["declared"], around: Around): void {
  reading.facts.besides.push({ scope: around.scope, path: around.path, declared });
  for (const field of BESIDE_LINKS) {
    const value = declared[field];
    const read = READERS[field] as Reader<typeof field>;
    if (value) read(reading, value as never, [...around.path, field], around);
  }
  if (declared.networks) readJoined(reading, declared.networks, [...around.path, "networks"]);
}
