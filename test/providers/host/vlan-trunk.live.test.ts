import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { compileTopology } from "../../../components/compile/topology.ts";
import { probe } from "../../../providers/host/expect/prove.ts";
import { canonical, type Json } from "../../../providers/host/json.ts";
import { scopeText } from "../../../providers/host/wire.ts";
import { parseTopology } from "../../../topology/parse.ts";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

const file = readFileSync(new URL("../../../examples/vlan-trunk/vlan-trunk.yaml", import.meta.url), "utf8");
const { topology, warnings } = parseTopology(parse(file).config["bridgework:topology"]);
const scopes = compileTopology(topology!);

const kernel = await kernelWith("VLAN filtering of bridges", "name switch type bridge vlan_filtering 1");

liveUnless(kernel.lacks)("two switches with a trunk, as in examples/", () => {
  const world = new World(kernel.machine);
  beforeAll(() => world.open());
  afterAll(() => world.close());

  /** Reports of the lab's own expectations that do not hold. */
  const broken = async () => {
    const wire = {
      scopes: Object.fromEntries(Object.entries(scopes).map(([name, scope]) => [name, scopeText(scope)])),
      expect: Object.fromEntries(topology!.expect.map((one, i) => [i, canonical(one as never)])),
      ...{ around: {}, containers: {} },
    };
    const proofs = await probe(world.transport, wire);
    expect(proofs).toHaveLength(4);
    return proofs.flatMap(({ holds, report }) => (holds ? [] : [report]));
  };

  test("carry each VLAN across, and none to another", async () => {
    expect(warnings).toEqual([]);
    await world.apply(scopes as Scopes);
    expect(await world.plan(scopes as Scopes)).toEqual([]);
    expect(await broken()).toEqual([]);
  });

  test("carry one no more that is taken off the trunk, and carry it when that is mended", async () => {
    await world.byHand("ip netns exec EAST bridge vlan del dev trunk vid 20");
    expect(await broken()).toEqual([expect.stringContaining("GUEST2 ping GUEST1")]);
    const does = ['change link trunk in EAST: port.vlans "10" -> "10, 20"'];
    expect(await world.apply(scopes as Scopes)).toEqual(does);
    expect(await broken()).toEqual([]);
  });

  test("are in a VLAN themselves where they say so, with its tag for an interface of that VLAN", async () => {
    const lab = (vlans: Json) => {
      const copy = structuredClone(scopes) as Scopes;
      const links = copy.WEST?.links as Record<string, Record<string, Json>>;
      links["br0.10"] = { type: "vlan", parent: "br0", id: 10, addresses: ["10.0.0.9/24"] };
      links.br0 = { ...links.br0, vlans } as Record<string, Json>;
      return copy;
    };
    const reaches = async (scope: string) =>
      (await world.sandbox.run(["ping", "-c", "1", "-w", "6", "10.0.0.9"], { scope })).code === 0;
    await world.apply(lab([]));
    expect(await reaches("OFFICE2")).toBe(false);
    expect(await world.apply(lab([{ id: 10 }]))).toEqual(['change link br0 in WEST: vlans "none" -> "10"']);
    expect(await reaches("OFFICE2")).toBe(true);
    expect(await reaches("GUEST1")).toBe(false);
  });

  test("leave nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
