import { describe, expect, test } from "vitest";
import { domainsOf, domainsOfTables, masters } from "../../../validation/rules/masters.ts";
import { sizesOf } from "../../../validation/rules/sizes.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(masters, linksOf(declared, "veth"));
const red = { type: "vrf", table: 100 };

describe("what belongs to another link", () => {
  test("is a port of a bridge, or in a VRF, whatever is on top of it", () => {
    const br0 = { type: "bridge", master: "red" };
    expect(faults({ red, br0, p: { master: "br0" }, q: { master: "red" }, t: { type: "tun", master: "red" } })).toEqual(
      [],
    );
  });

  test("may be a port of what is somebody else's, which is declared for its own sake", () => {
    const br0 = { type: "existing", mtu: 1400 };
    expect(faults({ br0, p: { master: "br0" }, q: { type: "tun", master: "br0" } })).toEqual([]);
  });

  test("belongs to nothing else", () => {
    expect(faults({ d: { type: "dummy" }, p: { master: "d" } })).toEqual([
      'links.p.master: "d": a dummy has no ports. Name a bridge, a bond or a VRF.',
    ]);
  });

  test.each(["tun", "ipvlan", "macvtap", "gre"])("is no %s where it is a port", (type) => {
    expect(faults({ br0: { type: "bridge" }, p: { type, master: "br0" } })).toEqual([
      `links.p.master: "br0": the kernel makes no port of a bridge of ${type === "ipvlan" ? "an" : "a"} ${type}. Leave it out, or name a VRF.`,
    ]);
    // One that is not declared is taken for a bridge of the host.
    expect(faults({ p: { type, master: "virbr0" } })).toEqual([]);
  });
});

test("bonds that belong to each other are told, and asked for their size only once", () => {
  const links = linksOf(
    { a: { type: "bond", master: "b" }, b: { type: "bond", master: "a" }, c: { master: "a" } },
    "veth",
  );
  expect(faultsOf(masters, links)).toEqual([
    'links.a.master: "b": it would be a part of itself, by what lies on it and belongs to it. Leave it out, or name another.',
  ]);
  expect(links.map(sizesOf(links))).toEqual([1500, 1500, 1500]);
});

describe("addresses are looked up", () => {
  const links = linksOf(
    { red, blue: { type: "vrf", table: 101 }, a: { master: "red" }, b: { master: "blue" }, c: {} },
    "veth",
  );
  const [of, ofTable] = [domainsOf(links), domainsOfTables(links)];

  test("by VRFs for what is in them, and together for all others", () => {
    expect(of("RED", "a")).not.toBe(of("RED", "b"));
    expect([of("RED", "c"), of("RED", "eth9")]).toEqual(["RED", "RED"]);
  });

  test("by a VRF's table as by the VRF", () => {
    expect(ofTable("RED", 100)).toBe(of("RED", "a"));
    expect([ofTable("RED", 254), ofTable("BLUE", 100)]).toEqual(["RED", "BLUE"]);
  });
});
