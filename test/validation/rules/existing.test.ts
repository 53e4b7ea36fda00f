import { expect, test } from "vitest";
import { parseTopology } from "../../../topology/parse.ts";
import { formatFault } from "../../../validation/fault.ts";
import { existing } from "../../../validation/rules/existing.ts";
import { faultsOf, linksOf } from "./link-facts.ts";

test("an interface of the host, or of a namespace that others make, can be used", () => {
  expect(parseTopology({ links: { eth0: { type: "existing", mtu: 1400, address: "10.0.0.1/24" } } }).faults).toEqual(
    [],
  );
});

test("a namespace that is declared has none", () => {
  const { faults } = parseTopology({ namespaces: { RED: { links: { eth0: { type: "existing" } } } } });
  const told =
    'namespaces.RED.links.eth0.type: "existing": namespace RED is declared here, and is born with lo alone. Declare the link by a type of its own.';
  expect(faults.map(formatFault)).toEqual([told]);
  expect(faultsOf(existing, linksOf({ eth0: { type: "existing" }, br0: { type: "bridge" } }, "bridge"))).toEqual([
    told.replace("namespaces.RED.", "").replace(`"existing": `, ""),
  ]);
});

test("what is not of it is a fault of its own", () => {
  const { faults } = parseTopology({ links: { eth0: { type: "existing", stp: true, mtu: 20 } } });
  expect(faults.map(formatFault)).toEqual([
    expect.stringMatching(/^links\.eth0\.stp: true: no such key here/),
    expect.stringMatching(/^links\.eth0\.mtu: 20: outside its range/),
  ]);
});
