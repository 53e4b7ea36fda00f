import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseTopology } from "../../topology/parse.ts";

/** MTUs of both ends of a cable that leads to a bridge of this name. */
function sizes(around: string, bridge: string): (number | undefined)[] {
  const red = { RED: { links: { r0: { bridge } } } };
  const { topology, faults } = parseTopology({ ...(parse(around) as object), namespaces: red });
  expect(faults).toEqual([]);
  const r0 = topology?.namespaces.RED?.links.r0;
  return r0 && "peer" in r0 ? [r0.mtu, r0.peer.mtu] : [];
}

test("a cable is as large as the bridge that it leads to, be it one that Docker makes of a network", () => {
  expect(sizes("bridges: { br0: { mtu: 1400 } }", "br0")).toEqual([1400, 1400]);
  expect(sizes("links: { br0: { type: bridge, mtu: 9000 } }", "br0")).toEqual([9000, 9000]);
  expect(sizes("networks: { lan: { bridge: br-lan, mtu: 2100 }, other: { bridge: br-other } }", "br-lan")).toEqual([
    2100, 2100,
  ]);
  expect(sizes("networks: { lan: { bridge: br-lan } }", "br-lan")).toEqual([1500, 1500]);
});
