import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compileInside } from "../../components/compile/inside.ts";
import { compileTopology } from "../../components/compile/topology.ts";
import type { Scopes } from "../../net/schema/scope.ts";
import { canonical, type Json } from "../../providers/host/json.ts";
import { meaningOf } from "../../providers/host/meaning.ts";
import { scopeText } from "../../providers/host/wire.ts";
import { parseTopology, type Topology } from "../../topology/parse.ts";
import { topologySchema } from "../../topology/schema.ts";
import { idleFields } from "../fields.ts";

/** What the raw parts ask of a host, and the rest in normal form. */
function effect(topology: Topology): string {
  const { bridges: _, namespaces: __, routes, rules, neighbours, sysctls, firewall, containers, ...rest } = topology;
  const inside = Object.entries(containers).map(
    ([name, container]) => compileInside(name, container, (network) => network) ?? {},
  );
  const docker = Object.entries(containers).map(([name, { links, routes, rules, neighbours, networks, ...own }]) => {
    const joined = Object.entries(networks).map(([network, { shaping, ...attachment }]) => [network, attachment]);
    return [name, own, joined];
  });
  const scopes: Scopes = Object.assign({}, compileTopology(topology), ...inside);
  const texts = Object.fromEntries(Object.entries(scopes).map(([name, scope]) => [name, scopeText(scope)]));
  const wire = { host: "local", owner: "", adopt: false, expect: {}, containers: {}, around: {}, scopes: texts };
  return meaningOf(wire) + canonical({ ...rest, docker } as unknown as Json);
}

test("every value of every field of a topology has an effect, or is refused", () => {
  const everything = readFileSync(new URL("accepted/everything.yaml", import.meta.url), "utf8");
  const idle = idleFields(topologySchema, parse(everything), (changed) => {
    const { topology } = parseTopology(changed);
    return topology && effect(topology);
  });
  // The network that `true` finds by the declared addresses.
  expect(idle).toEqual(['firewall.publish.1.hairpin = true or "fd00::/64"']);
});
