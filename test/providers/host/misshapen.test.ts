import { expect, test } from "vitest";
import { faultsOf } from "../../../providers/host/faults.ts";
import { formatFault, formatPath, type Path } from "../../../validation/fault.ts";
import { withAt } from "../../with-at.ts";
import { ALL, liveSpecOf } from "./kinds/properties.ts";
import type { Scopes } from "./world.ts";

/** What fits no field. */
const NONSENSE = [{ nonsense: 1 }, [], 99_999_999_999];

/** Every place of a declaration below the scope's own fields. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

function faults(scopes: Scopes) {
  return faultsOf({ host: "local", scopes, expect: {}, known: [], addressOf: () => undefined });
}

test.each(ALL.map(({ name }) => name))(
  "of %s what is misshapen is a fault, and nothing is concluded from it",
  async (name) => {
    const { base } = await liveSpecOf(name);
    expect(faults(base)).toEqual([]);
    const places = placesIn(base).filter((path) => path.length >= 4);
    const concluded = places.flatMap((path) => {
      const here = formatPath(path[0] === "host" ? path.slice(1) : ["namespaces", ...path]);
      return NONSENSE.flatMap((value) => {
        const told = faults(withAt(base, path, value) as Scopes);
        const elsewhere = told.filter((fault) => !formatPath(fault.path).startsWith(here));
        return told.length > elsewhere.length ? elsewhere.map((fault) => `${here}: ${formatFault(fault)}`) : [];
      });
    });
    expect([...new Set(concluded)]).toEqual([]);
  },
);
