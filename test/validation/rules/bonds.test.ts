import { describe, expect, test } from "vitest";
import { parseCidr } from "../../../net/ip.ts";
import { noFacts } from "../../../validation/facts.ts";
import { formatFault } from "../../../validation/fault.ts";
import { bonds } from "../../../validation/rules/bonds.ts";
import { masters } from "../../../validation/rules/masters.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (bo0: Declared, rest: Record<string, Declared> = {}) =>
  faultsOf(bonds, linksOf({ bo0: { type: "bond", ...bo0 }, ...rest }, "veth"));
const p0 = { master: "bo0" };

describe("what is said of a bond", () => {
  test("is no fault where it means something in its mode", () => {
    expect(
      faults({ mode: "active-backup", miimon: 100, updelay: 200, primary: "p0", failOverMac: "follow" }, { p0 }),
    ).toEqual([]);
    expect(faults({ mode: "802.3ad", lacpRate: "fast", xmitHashPolicy: "layer3+4", updelay: 200 })).toEqual([]);
    expect(
      faults({ arpInterval: 500, arpIpTarget: ["10.0.0.1"], nsIp6Target: ["fd00::1"], arpValidate: "all" }),
    ).toEqual([]);
    // As a topology fills it in.
    expect(faults({ mode: "balance-rr", lacpRate: "slow", failOverMac: "none", tlbDynamicLb: true })).toEqual([]);
  });

  test.each([
    ["802.3ad", { packetsPerSlave: 4 }, "balance-rr"],
    ["balance-rr", { lacpRate: "fast" }, "802.3ad"],
    ["balance-xor", { failOverMac: "active" }, "active-backup"],
    [
      "802.3ad",
      { arpInterval: 500, arpIpTarget: ["10.0.0.1"], miimon: 0 },
      "balance-rr or active-backup or balance-xor or broadcast",
    ],
  ])("has no effect in mode %s: %o", (mode, said, modes) => {
    const [name = "", value] = Object.entries(said)[0] ?? [];
    const text = typeof value === "string" ? `"${value}"` : String(value);
    expect(faults({ mode, ...said })[0]).toBe(
      `links.bo0.${name}: ${text}: it has no effect in mode ${mode}. Leave it out, or write mode: ${modes}.`,
    );
  });

  test("is watched by carriers or by answers", () => {
    expect(faults({ miimon: 100, arpInterval: 500, arpIpTarget: ["10.0.0.1"] })).toEqual([
      "links.bo0.arpInterval: 500: members are watched by miimon already. Leave one out.",
    ]);
    expect(faults({ arpInterval: 500 })).toEqual([
      "links.bo0.arpInterval: 500: nobody is asked. Write arpIpTarget or nsIp6Target too.",
    ]);
    expect(faults({ arpValidate: "all" })).toEqual([
      'links.bo0.arpValidate: "all": nobody is asked. Write arpInterval too, or leave it out.',
    ]);
  });

  test("waits for looks at the carriers, by their number", () => {
    expect(faults({ updelay: 200 })).toEqual([
      "links.bo0.updelay: 200: without miimon no carrier is looked at. Write miimon too.",
    ]);
    expect(faults({ miimon: 100, downdelay: 250 })).toEqual([
      "links.bo0.downdelay: 250: the kernel counts it in looks at the carriers, of 100 ms each. Write 300.",
    ]);
  });

  test("asks machines of the family that the field is for, each once", () => {
    expect(faults({ arpInterval: 500, arpIpTarget: ["fd00::1", "10.0.0.1", "10.0.0.1"] })).toEqual([
      'links.bo0.arpIpTarget[0]: "fd00::1": not of IPv4. Write it in nsIp6Target.',
      'links.bo0.arpIpTarget[2]: "10.0.0.1": it is there already. Write it once.',
    ]);
  });

  test("prefers one of its members, whose address it has where that is asked for", () => {
    expect(faults({ mode: "active-backup", primary: "p1" }, { p0, p1: {} })).toEqual([
      'links.bo0.primary: "p1": it is no member of bo0. Write one of its members: p0.',
    ]);
    expect(faults({ mode: "active-backup", failOverMac: "active", mac: "02:00:00:00:00:01" })).toEqual([
      'links.bo0.mac: "02:00:00:00:00:01": with failOverMac: active the bond has the address of its active member. Leave one out.',
    ]);
  });
});

describe("a member of a bond", () => {
  test("has no address of its own", () => {
    const links = linksOf({ bo0: { type: "bond" }, p0 }, "veth");
    const address = { scope: "RED", link: "p0", cidr: parseCidr("10.0.0.1/24"), path: ["links", "p0", "addresses", 0] };
    const facts = {
      ...noFacts("local"),
      links,
      addresses: [address],
      addressOf: () => undefined,
      damaged: () => false,
    };
    expect(bonds(facts).map(formatFault)).toEqual([
      'links.p0.addresses[0]: "10.0.0.1": p0 is a member of bo0, and packets to it come there. Give it to bo0.',
    ]);
  });

  test("can have its address changed, and is not what the bond stands on", () => {
    const bo0 = { type: "bond", master: "bo1" };
    expect(faultsOf(masters, linksOf({ bo0: { type: "bond" }, i: { type: "ifb", master: "bo0" } }, "veth"))).toEqual([
      'links.i.master: "bo0": the kernel makes no member of a bond of an ifb. Leave it out, or name a VRF.',
    ]);
    expect(faultsOf(masters, linksOf({ bo0, bo1: { type: "bond", master: "bo0" } }, "veth"))).toHaveLength(1);
    expect(
      faultsOf(masters, linksOf({ bo0: { type: "bond" }, v: { type: "vlan", parent: "bo0", master: "bo0" } }, "veth")),
    ).toEqual([
      'links.v.master: "bo0": it would be a part of itself, by what lies on it and belongs to it. Leave it out, or name another.',
    ]);
  });
});
