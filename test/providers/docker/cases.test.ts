import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { differences } from "../../../providers/docker/difference.ts";
import { driftOf } from "../../../providers/docker/drift.ts";
import { observedInputs } from "../../../providers/docker/observed-inputs.ts";
import { resources } from "../../../providers/docker/registry.ts";
import { UNKNOWN, type Value, type Values } from "../../../providers/docker/values.ts";

/** A case: a declaration, what `docker inspect` says, and each difference as `path: kind change`. */
interface Case {
  type: string;
  live: unknown;
  inputs: Values;
  before?: Values;
  expected: string[];
  /** What a refresh would store; the inputs themselves where not given. */
  refreshed?: Values;
  /** What a refresh says, without `drift: `. */
  drift?: string[];
}

const directory = new URL("./cases/", import.meta.url);

/** "UNKNOWN" in a case stands for a value that Pulumi does not know yet. */
function revive(_key: string, value: Value): Value {
  return value === "UNKNOWN" ? UNKNOWN : value;
}

describe("what differs, from data alone", () => {
  for (const file of readdirSync(directory).sort()) {
    const { type, live, inputs, before, expected, refreshed, drift } = JSON.parse(
      readFileSync(new URL(file, directory), "utf8"),
      revive,
    ) as Case;
    const resource = resources.find((one) => one.type.endsWith(`:${type}`));

    test(file.replace(/\.json$/, "").replaceAll("-", " "), () => {
      if (!resource) throw new Error(`no resource ${type}`);
      const found = differences(resource.properties, live, { inputs, before: before ?? inputs });
      expect(found.map(({ path, kind, change }) => `${path}: ${kind} ${change}`)).toEqual(expected);
      if (drift) expect(driftOf(resource, live, before ?? inputs)).toEqual(drift.map((line) => `drift: ${line}`));
      if (refreshed) expect(observedInputs(resource.properties, live, before ?? inputs)).toEqual(refreshed);
    });
  }
});
