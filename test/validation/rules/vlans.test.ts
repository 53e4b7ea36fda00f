import { describe, expect, test } from "vitest";
import type { Link } from "../../../validation/facts.ts";
import { segmentsOf } from "../../../validation/rules/frames.ts";
import { unheardTags, vlans } from "../../../validation/rules/vlans.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const br0 = { type: "bridge", vlanFiltering: true };
const access = (id: number) => ({ vlans: [{ id, pvid: true, untagged: true }] });

describe("VLANs of ports and bridges", () => {
  const faults = (declared: Record<string, Declared>) => faultsOf(vlans, linksOf(declared, "veth"));

  test("of a bridge that filters are no fault, each once and one for frames without a tag", () => {
    const trunk = { vlans: [{ id: "10-19" }, { id: 20, pvid: true }, { id: "21-29", untagged: true }] };
    const own = { vlans: [{ id: 10 }, { id: "4094" }] };
    expect(faults({ br0: { ...br0, ...own }, p0: { master: "br0", port: trunk }, p1: { master: "br0" } })).toEqual([]);
    expect(faults({ br0: { ...br0, vlans: [] }, p0: { master: "br0", port: { vlans: [] } } })).toEqual([]);
  });

  test("of a bridge that another document has are not judged by it", () => {
    expect(faults({ p0: { master: "br0", port: access(10) } })).toEqual([]);
  });

  test("have no effect where the bridge does not filter", () => {
    const plain = { type: "bridge" };
    expect(faults({ br0: { ...plain, vlans: [{ id: 10 }] }, p0: { master: "br0", port: access(10) } })).toEqual([
      "links.br0.vlans: bridge br0 in RED does not filter VLANs, so they have no effect. Write vlanFiltering: true for br0, or leave them out.",
      "links.p0.port.vlans: bridge br0 in RED does not filter VLANs, so they have no effect. Write vlanFiltering: true for br0, or leave them out.",
    ]);
  });

  test("are said once each", () => {
    const port = { vlans: [{ id: "10-20" }, { id: 15, untagged: true }, { id: "18-30" }, { id: 31 }, { id: 31 }] };
    expect(faults({ br0, p0: { master: "br0", port } })).toEqual([
      "links.p0.port.vlans[1].id: 15: links.p0.port.vlans[0] says VLAN 15 already. Say each VLAN once.",
      'links.p0.port.vlans[2].id: "18-30": links.p0.port.vlans[0] says VLANs 18 to 20 already. Say each VLAN once.',
      "links.p0.port.vlans[4].id: 31: links.p0.port.vlans[3] says VLAN 31 already. Say each VLAN once.",
    ]);
  });

  test("have one for frames without a tag", () => {
    const two = { vlans: [{ id: 10, pvid: true }, { id: 11 }, { id: 12, pvid: true }] };
    expect(faults({ br0, p0: { master: "br0", port: two } })).toEqual([
      "links.p0.port.vlans[2].pvid: true: frames without a tag are of the VLAN of links.p0.port.vlans[0] already. Keep one pvid.",
    ]);
    expect(faults({ br0: { ...br0, vlans: [{ id: "10-12", pvid: true }] } })).toEqual([
      "links.br0.vlans[0].pvid: true: frames without a tag can be of one VLAN only. Write that one apart, with pvid.",
    ]);
  });

  test("whose numbers are none are left to who reads them", () => {
    const port = { vlans: [{ id: "5000" }, { id: "ten" }, { id: 10 }, { id: 10 }] };
    expect(faults({ br0, p0: { master: "br0", port } })).toEqual([
      "links.p0.port.vlans[3].id: 10: links.p0.port.vlans[2] says VLAN 10 already. Say each VLAN once.",
    ]);
  });
});

describe("a VLAN on a bridge that filters", () => {
  const warnings = (bridge: object, tag: Declared = { id: 10 }) =>
    faultsOf(unheardTags, linksOf({ br0: { ...br0, ...bridge }, "br0.10": { parent: "br0", ...tag } }, "vlan"));

  test("has frames where the bridge is in it with its tag", () => {
    expect(warnings({ vlans: [{ id: "2-20" }] })).toEqual([]);
    expect(warnings({ vlanFiltering: false })).toEqual([]);
    // Which are no tags to the bridge.
    expect(warnings({}, { id: 10, protocol: "802.1ad" })).toEqual([]);
  });

  test("has none where it is not, or takes the tag off", () => {
    const fix = "Write { id: 10 } in vlans of br0.";
    const rule = "bridge br0 filters VLANs, and is not in this one itself: no frame of it comes here";
    expect(warnings({})).toEqual([`links["br0.10"].id: 10: ${rule}. ${fix}`]);
    expect(warnings({ vlans: [{ id: 10, untagged: true }] })).toEqual([
      `links["br0.10"].id: 10: bridge br0 takes the tags of this VLAN off: no frame of it comes here. ${fix}`,
    ]);
  });
});

describe("frames", () => {
  const cables: Record<string, string> = { a: "PC/a", b: "PC/b", c: "PC/c", t: "EAST/t" };
  const there = (declared: Record<string, Declared>, scope: string): Link[] =>
    linksOf(declared, "veth").map((link) => ({ ...link, scope }));
  const joined = (links: readonly Link[]) =>
    segmentsOf(
      links.map((link) => {
        const [peer] = Object.entries(cables).flatMap(([name, far]) =>
          link.name === name ? [link.scope === "RED" ? far : `RED/${name}`] : [],
        );
        return peer === undefined ? link : { ...link, peer };
      }),
    );
  const machines = there({ a: {}, b: {}, c: {} }, "PC");

  test("stay in the VLAN of the port that they come in by", () => {
    const ports = { a: access(10), b: access(20), c: access(10) };
    const switched = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, { master: "br0", port }]));
    const segment = joined([...machines, ...there({ br0, ...switched }, "RED")]);
    expect(segment("PC/a")).toBe(segment("PC/c"));
    expect(segment("PC/a")).not.toBe(segment("PC/b"));
    expect(segment("RED/br0")).not.toBe(segment("PC/a"));
  });

  test("go where nobody declares VLANs as they do without", () => {
    const segment = joined([...machines, ...there({ br0, a: { master: "br0" }, b: { master: "br0" } }, "RED")]);
    expect(segment("PC/a")).toBe(segment("PC/b"));
    expect(segment("PC/a")).toBe(segment("RED/br0"));
  });

  test("cross a trunk with their tag, to ports and to interfaces of that VLAN", () => {
    const trunk = { master: "br0", port: { vlans: [{ id: "10-19" }] } };
    const far = there(
      { br1: { ...br0, vlans: [{ id: 20 }] }, t: { ...trunk, master: "br1" }, x: { master: "br1", port: access(10) } },
      "EAST",
    );
    const near = there(
      {
        br0: { ...br0, vlans: [{ id: 10 }] },
        a: { master: "br0", port: access(10) },
        b: { master: "br0", port: access(20) },
        t: trunk,
        ten: { type: "vlan", parent: "br0", id: 10 },
        twenty: { type: "vlan", parent: "br0", id: 20 },
      },
      "RED",
    );
    const segment = joined([...machines, ...near, ...far]);
    expect(segment("PC/a")).toBe(segment("EAST/x"));
    expect(segment("PC/a")).toBe(segment("RED/ten"));
    expect(segment("PC/b")).not.toBe(segment("RED/twenty"));
    expect(segment("RED/t")).toBe(segment("EAST/t"));
    expect(segment("RED/t")).not.toBe(segment("PC/a"));
  });
});
