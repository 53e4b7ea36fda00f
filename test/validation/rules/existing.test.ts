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

test("one that is a port of a bridge can say what it is as that, and no other", () => {
  const told = (eth1: object) =>
    parseTopology({ links: { eth1: { type: "existing", ...eth1 } } }).faults.map(formatFault);
  const port = { hairpin: true, cost: 100, vlans: [{ id: 20 }, { id: "200-218" }] };
  expect(told({ master: "lan", port })).toEqual([]);
  expect(told({ port })).toEqual([
    "links.eth1.port: eth1 in host is no port of a bridge. Name its bridge (master), or leave it out.",
  ]);
});

test("what the kernel and the engine make can be used by its name, and made by nobody else", () => {
  const told = (topology: object) => parseTopology(topology).faults.map(formatFault);
  const used = { type: "existing", address: "10.255.0.1/32" };
  expect(told({ links: { lo: used, docker0: { type: "existing", mtu: 1400 }, tunl0: { type: "existing" } } })).toEqual(
    [],
  );
  expect(told({ links: { lo: { type: "dummy" }, docker0: { type: "bridge" } } })).toEqual([
    'links.lo: "lo": the kernel itself makes lo in every namespace. Use it with type: existing.',
    'links.docker0: "docker0": docker0 is the bridge of Docker Engine. Choose another name.',
  ]);
  expect(told({ namespaces: { RED: { links: { lo: { type: "dummy" } } } } })).toEqual([
    'namespaces.RED.links.lo: "lo": the kernel itself makes lo in every namespace. Write it under loopback.',
  ]);
  expect(told({ namespaces: { RED: { links: { lo: { type: "existing", from: "host/eth1" } } } } })).toEqual([
    'namespaces.RED.links.lo: "lo": the kernel itself makes lo in every namespace. Write it under loopback.',
  ]);
});

test("a namespace that is declared has none", () => {
  const { faults } = parseTopology({ namespaces: { RED: { links: { eth0: { type: "existing" } } } } });
  const told =
    'namespaces.RED.links.eth0.type: "existing": namespace RED is declared here, and is born with lo alone. Declare the link by a type of its own, or write from: host/NAME for one that is to be moved here.';
  expect(faults.map(formatFault)).toEqual([told]);
  expect(faultsOf(existing, linksOf({ eth0: { type: "existing" }, br0: { type: "bridge" } }, "bridge"))).toEqual([
    told.replace("namespaces.RED.", "").replace(`"existing": `, ""),
  ]);
});

test("one of the host is moved into a namespace, from one place, which nothing else is declared of", () => {
  const red = (from: string) => ({ RED: { links: { eth5: { type: "existing", from } } } });
  const told = (topology: object) => parseTopology(topology).faults.map(formatFault);
  expect(told({ namespaces: red("host/eth1") })).toEqual([]);
  expect(told({ namespaces: red("eth1") })).toEqual([
    'namespaces.RED.links.eth5.from: "eth1": names no interface of the host. Write host/eth1.',
  ]);
  expect(told({ links: { eth1: { type: "existing", from: "host/eth1" } } })).toEqual([
    'links.eth1.from: "host/eth1": it is on the host already. Leave it out.',
  ]);
  expect(told({ links: { eth1: { type: "existing", mtu: 1400 } }, namespaces: red("host/eth1") })).toEqual([
    'namespaces.RED.links.eth5.from: "host/eth1": host/eth1 is declared at links.eth1. Declare it at one place alone.',
  ]);
  const both = { ...red("host/eth1"), BLUE: { links: { eth6: { type: "existing", from: "host/eth1" } } } };
  expect(told({ namespaces: both })).toEqual([
    'namespaces.BLUE.links.eth6.from: "host/eth1": namespaces.RED.links.eth5 takes it already. One interface is at one place.',
  ]);
});

test("what is not of it is a fault of its own", () => {
  const { faults } = parseTopology({ links: { eth0: { type: "existing", stp: true, mtu: 20 } } });
  expect(faults.map(formatFault)).toEqual([
    expect.stringMatching(/^links\.eth0\.stp: true: no such key here/),
    expect.stringMatching(/^links\.eth0\.mtu: 20: outside its range/),
  ]);
});
