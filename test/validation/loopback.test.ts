import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { faultsOf } from "../../providers/host/faults.ts";
import { formatPath, reasonOf } from "../../validation/fault.ts";

type Case = Record<string, object> & { faults: Record<string, string> };

const CASES = parse(readFileSync(new URL("loopback.yaml", import.meta.url), "utf8")) as Record<string, Case>;

test.each(Object.entries(CASES))("%s", (_name, { faults, ...scopes }) => {
  const around = { host: "local", expect: {}, known: [], addressOf: () => undefined };
  const found = Object.fromEntries(
    faultsOf({ ...around, scopes }).map((fault) => [formatPath(fault.path), reasonOf(fault)]),
  );
  expect(Object.keys(found).sort()).toEqual(Object.keys(faults).sort());
  for (const [path, words] of Object.entries(faults)) expect(found[path]).toContain(words);
});
