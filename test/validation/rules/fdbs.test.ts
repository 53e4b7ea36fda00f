import { describe, expect, test } from "vitest";
import { fdbs } from "../../../validation/rules/fdbs.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(fdbs, linksOf(declared, "veth"));
const mac = "02:00:00:00:00:09";

describe("what a bridge knows of a port", () => {
  const br0 = { type: "bridge" };
  const filtering = { type: "bridge", vlanFiltering: true };
  const port = (...fdb: { mac: string; vlan?: number }[]) => ({ master: "br0", port: { fdb } });

  test("is no fault where an address is at one port of a bridge, VLAN by VLAN", () => {
    expect(faults({ br0, p0: port({ mac }, { mac: "02:00:00:00:00:0a" }), p1: { master: "br0" } })).toEqual([]);
    const vlans = [{ id: "10-20" }];
    const p0 = { master: "br0", port: { vlans, fdb: [{ mac, vlan: 10 }] } };
    const p1 = { master: "br0", port: { vlans, fdb: [{ mac, vlan: 20 }] } };
    expect(faults({ br0: filtering, p0, p1, p2: port({ mac, vlan: 1 }) })).toEqual([]);
    // Of a bridge of another document nothing is known.
    expect(faults({ p0: port({ mac, vlan: 10 }), p1: port({ mac }) })).toEqual([]);
  });

  test("is said once, in any case", () => {
    expect(faults({ br0, p0: port({ mac: "02:00:00:00:00:0A" }), p1: port({ mac: "02:00:00:00:00:0a" }) })).toEqual([
      'links.p1.port.fdb[0]: "02:00:00:00:00:0a": links.p0.port.fdb[0] says where this address is already. Keep one.',
    ]);
  });

  test("has the VLAN that it is in, where the bridge filters", () => {
    expect(faults({ br0, p0: port({ mac, vlan: 10 }) })).toEqual([
      "links.p0.port.fdb[0].vlan: 10: bridge br0 does not filter VLANs. Leave it out.",
    ]);
    expect(faults({ br0: filtering, p0: port({ mac }) })).toEqual([
      `links.p0.port.fdb[0]: "${mac}": bridge br0 filters VLANs, and looks for an address in each by itself. Write vlan.`,
    ]);
    expect(faults({ br0: filtering, p0: port({ mac, vlan: 10 }) })).toEqual([
      "links.p0.port.fdb[0].vlan: 10: p0 is not in this VLAN. Write one of its vlans, or add it there.",
    ]);
  });
});

describe("where a vxlan sends what", () => {
  const vx = (fdb: object[], more: object = {}) => ({ vx: { type: "vxlan", id: 42, fdb, ...more } });

  test("is no fault for several ends of what is for many, and for one of a single address", () => {
    expect(
      faults(
        vx([
          { dst: "192.0.2.3" },
          { dst: "192.0.2.4" },
          { dst: "192.0.2.4", vni: 7 },
          { mac: "01:00:5e:00:00:05", dst: "192.0.2.3" },
          { mac: "01:00:5e:00:00:05", dst: "192.0.2.4" },
          { mac, dst: "192.0.2.3" },
        ]),
      ),
    ).toEqual([]);
    expect(faults(vx([{ dst: "fd00::3" }], { local: "fd00::1" }))).toEqual([]);
  });

  test("is said once, also where what is said is the default", () => {
    expect(faults(vx([{ dst: "192.0.2.3" }, { dst: "192.0.2.3", port: 4789, vni: 42 }]))).toEqual([
      'links.vx.fdb[1]: "00:00:00:00:00:00": links.vx.fdb[0] says where this address is already. Keep one.',
    ]);
    expect(
      faults(
        vx([
          { mac, dst: "192.0.2.3" },
          { mac, dst: "192.0.2.4" },
        ]),
      ),
    ).toEqual([`links.vx.fdb[1]: "${mac}": links.vx.fdb[0] says where this address is already. Keep one.`]);
    expect(faults(vx([{ dst: "192.0.2.2" }, { dst: "192.0.2.2", port: 1 }], { remote: "192.0.2.2" }))).toEqual([
      'links.vx.fdb[0].dst: "192.0.2.2": links.vx.remote says it already. Leave one out.',
    ]);
  });

  test("is to single ends, of the IP version of the outer packets", () => {
    expect(faults(vx([{ dst: "fd00::3" }]))).toEqual([
      'links.vx.fdb[0].dst: "fd00::3": the outer packets of vx are of IPv4. Write an IPv4 address, or local or remote of IPv6.',
    ]);
    expect(faults(vx([{ dst: "192.0.2.3" }], { remote: "fd00::2" }))).toEqual([
      'links.vx.fdb[0].dst: "192.0.2.3": the outer packets of vx are of IPv6. Write an IPv6 address.',
    ]);
    expect(faults(vx([{ dst: "239.1.1.1" }]))).toEqual([
      'links.vx.fdb[0].dst: "239.1.1.1": a group is joined by who is in it. Write it as remote.',
    ]);
  });

  test("is not said where each packet says it", () => {
    expect(faults({ vx: { type: "vxlan", external: true, fdb: [{ dst: "192.0.2.3" }] } })).toEqual([
      "links.vx.fdb: with external each packet says where it goes. Leave one out.",
    ]);
  });
});

test("entries of a vxlan are of no more addresses than its table takes", () => {
  const fdb = [{ dst: "10.0.0.2" }, { dst: "10.0.0.3" }, { mac, dst: "10.0.0.2" }];
  expect(faults({ v: { type: "vxlan", id: 5, maxaddress: 2, fdb } })).toEqual([]);
  expect(faults({ v: { type: "vxlan", id: 5, maxaddress: 0, fdb } })).toEqual([]);
  expect(faults({ v: { type: "vxlan", id: 5, maxaddress: 1, fdb } })).toEqual([
    "links.v.fdb: they are of 2 addresses, and the table takes 1. Raise maxaddress, or name fewer.",
  ]);
});
