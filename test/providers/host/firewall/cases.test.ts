import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wantedBy } from "../../../../providers/host/document.ts";
import { chain } from "../../../../providers/host/kinds/firewall/chain.ts";
import { digest } from "../../../../providers/host/kinds/firewall/chains.ts";
import { jump } from "../../../../providers/host/kinds/firewall/jump.ts";
import { table } from "../../../../providers/host/kinds/firewall/table.ts";
import type { Claims, Context, Operation } from "../../../../providers/host/model.ts";
import { plan } from "../../../../providers/host/plan.ts";
import { batchesOf } from "../../../../providers/host/text/batches.ts";
import { inputOf } from "../../../../providers/host/text/tools.ts";
import { dumpOf } from "../recorded.ts";

/**
 * A case is a folder: what is declared, what `iptables-save` and `ip6tables-save` print before (none where there is no
 * file), and what comes of it: the plan, then what each program reads. OWNER stands for the owner's digest.
 */
const CASES = `${import.meta.dirname}/cases`;
const OWNER = "bridgework:p/s/r";

test.each(readdirSync(CASES))("case %s", (name) => {
  const read = (file: string) =>
    existsSync(`${CASES}/${name}/${file}`) ? readFileSync(`${CASES}/${name}/${file}`, "utf8") : "";
  const save = (file: string) => read(file).replaceAll("OWNER", digest(OWNER));
  const dump = dumpOf("host", { firewall: { ipv4: save("ipv4.save"), ipv6: save("ipv6.save") } });
  const dumps = new Map([["host", dump]]);
  // The tables are ours as the registry says, and were not there before.
  const claims: Claims = {
    claimant: () => OWNER,
    before: ({ kind }) => (kind === "table" ? { present: false } : undefined),
    wants: () => undefined,
    secretsBefore: () => undefined,
    kept: () => undefined,
    own: () => [],
    identity: () => undefined,
    sharers: () => [],
  };
  const context: Context = { owner: OWNER, claims, dumps, machine: "a machine" };
  const wanted = wantedBy({ host: { firewall: JSON.parse(read("declared.json")) } });
  const observed = [table, chain, jump].flatMap((kind) => kind.observe(dump, context, dumps));
  const { operations } = plan(wanted, observed, context);
  const text = [...operations.map(summary), ...inputs(operations, context)].join("\n");
  expect(text.replaceAll(digest(OWNER), "OWNER")).toBe(read("expected.txt"));
});

function summary({ verb, kind, key, changes }: Operation): string {
  const lines = changes.map(
    ({ property, want, have }) => `  ${property}: ${JSON.stringify(have)} -> ${JSON.stringify(want)}`,
  );
  return [`${verb} ${kind} ${key}`, ...lines].join("\n");
}

function inputs(operations: Operation[], context: Context): string[] {
  const batches = batchesOf(operations, context).flat(2);
  return batches.map(({ tool, lines }) => `\n${tool}\n${inputOf(tool, lines)}`);
}
