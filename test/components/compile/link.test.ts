import { expect, test } from "vitest";
import { parse } from "yaml";
import { compileTopology } from "../../../components/compile/topology.ts";
import { parseTopology } from "../../../topology/parse.ts";

/** The host's links of a topology, as its document has them. */
function compiled(text: string): unknown {
  const { topology, faults } = parseTopology(parse(text));
  expect(faults).toEqual([]);
  return compileTopology(topology as NonNullable<typeof topology>).host?.links;
}

test("an interface that is there already is raised where the topology says so, and left as it is where it does not", () => {
  expect(compiled("links: { eth1: { type: existing, up: true }, eth2: { type: existing } }")).toEqual({
    eth1: { type: "existing", up: true },
    eth2: { type: "existing" },
  });
});

test("a bridge that is in no VLAN itself is not put in the usual one, wherever it is declared", () => {
  const none = "{ vlanFiltering: true, vlans: [] }";
  const said = { type: "bridge", vlanFiltering: true, vlans: [] };
  expect(compiled(`{ bridges: { br0: ${none} }, links: { br1: { type: bridge, ${none.slice(1)} } }`)).toMatchObject({
    br0: said,
    br1: said,
  });
});
