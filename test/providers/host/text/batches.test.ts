import { expect, test } from "vitest";
import { wantedBy } from "../../../../providers/host/document.ts";
import type { Entry } from "../../../../providers/host/dump.ts";
import type { Stage } from "../../../../providers/host/model.ts";
import { itemsOf } from "../../../../providers/host/observe.ts";
import { plan } from "../../../../providers/host/plan.ts";
import { claimsOf } from "../../../../providers/host/register.ts";
import { batchesOf } from "../../../../providers/host/text/batches.ts";
import { dumpOf } from "../recorded.ts";
import { OWNER, type Scopes } from "../world.ts";

/** Names of the links that each step makes, or does in another stage, by the scope whose process does. */
const makes = (scopes: Scopes, { links = [], of = "links" }: { links?: Entry[]; of?: Stage } = {}) => {
  const dumps = new Map([["host", dumpOf("host", { links })]]);
  const context = { owner: OWNER, claims: claimsOf([], OWNER, dumps), dumps, machine: "a machine" };
  const { operations } = plan(wantedBy(scopes), itemsOf(dumps, context), context);
  const steps = batchesOf(operations, context).map((chains) =>
    chains.flat().flatMap(({ scope, lines }) => {
      const made = lines.filter(({ stage }) => stage === of).map(({ operation }) => operation.key);
      return made.length > 0 ? [`${scope}: ${[...new Set(made)].join(", ")}`] : [];
    }),
  );
  return steps.filter((step) => step.length > 0);
};

const veth = (scope: string, name: string) => ({ type: "veth", peer: { scope, name } });
const on = (parent: string) => ({ type: "macvlan", parent });

test("what lies on an interface that another scope's process makes waits for that one, and nothing else does", () => {
  const scopes = { RED: { links: { top: on("m0"), m0: on("r0"), r0: veth("BLUE", "b0"), br0: { type: "bridge" } } } };
  expect(makes({ ...scopes, BLUE: { links: { m1: on("b0") } } })).toEqual([
    ["RED: br0", "BLUE: b0, m1"],
    ["RED: m0, top"],
  ]);
});

test("where nothing waits, a scope has one process", () => {
  const scopes = { BLUE: { links: { m1: on("b0"), b0: veth("RED", "r0"), b1: { type: "bridge" }, m2: on("b1") } } };
  expect(makes({ ...scopes, RED: {} })).toEqual([["BLUE: b0, b1, m1, m2"]]);
});

test("what lies on somebody else's interface takes a size when that has one", () => {
  const eth7 = { ifindex: 2, ifname: "eth7", flags: ["BROADCAST", "UP"], mtu: 1300, address: "02:00:00:00:00:01" };
  const scopes = {
    host: { links: { eth7: { type: "existing", mtu: 1400 } } },
    RED: { links: { wan: on("host/eth7") } },
  };
  const steps = makes(scopes, { links: [eth7], of: "configure" });
  expect(steps).toEqual([["RED: lo", "host: eth7 mtu"], ["RED: wan"]]);
});
