import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../../../providers/host/json.ts";
import { describeLive } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

const FIRST = { type: "bridge", addresses: ["10.40.0.1/24", "fd40::1/64"] };
/** Two ways of each family, the second over an interface of this form. */
const lab = (second: Record<string, Json>): Scopes => ({
  host: { links: { br0: FIRST, way1: { ...second, addresses: ["10.41.0.1/24", "fd41::1/64"] } }, routes: ROUTES },
  RED: {},
});
const ROUTES: Json[] = [
  { to: "10.50.0.0/16", nexthops: [{ via: "10.40.0.9" }, { via: "10.41.0.9" }] },
  { to: "fd50::/32", nexthops: [{ via: "fd40::9" }, { via: "fd41::9" }] },
];
const BRIDGE = { type: "bridge" };
const VETH = { type: "veth", peer: { scope: "RED", name: "red0" } };

describeLive("a route by several next hops", () => {
  const world = new World();
  beforeAll(() => world.open());
  afterAll(() => world.close());

  test("has all of them again when the interface of one is made anew", async () => {
    await world.apply(lab(BRIDGE));
    for (const second of [VETH, BRIDGE]) {
      const done = await world.apply(lab(second));
      expect(done).toContain("create route 10.50.0.0/16 in host, which falls with link way1 in host");
      expect(done).toContainEqual(expect.stringContaining("change route fd50::/32 in host: nexthops null -> "));
      expect(await world.plan(lab(second))).toEqual([]);
    }
  });

  test("loses one with its interface by hand, as the family does, and is repaired", async () => {
    await world.byHand("ip link del way1");
    const said = await world.apply(lab(BRIDGE));
    expect(said).toContain("create route 10.50.0.0/16 in host");
    expect(said).toContainEqual(expect.stringContaining('change route fd50::/32 in host: via "fd40::9" -> null'));
    expect(await world.plan(lab(BRIDGE))).toEqual([]);
  });

  test("goes with the interface of one, when neither is declared any more", async () => {
    const without: Scopes = { host: { links: { br0: FIRST } }, RED: {} };
    await world.apply(without);
    expect(await world.plan(without)).toEqual([]);
    expect(await world.sandbox.must(["ip", "-6", "route", "show", "fd50::/32"])).toBe("");
  });

  test("leaves nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
