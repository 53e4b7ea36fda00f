import { describe, expect, test } from "vitest";
import { portSchema } from "../../../../net/schema/bridge-port.ts";
import { linkSchemas } from "../../../../net/schema/links.ts";
import type { Json } from "../../../../providers/host/json.ts";
import { LINK_TYPES } from "../../../../providers/host/kinds/link/types.ts";
import { OWNER } from "../world.ts";
import { type Fields, Subject } from "./subject.ts";

/** Types whose interfaces can be ports; no bridge is one of another. */
const TYPES = LINK_TYPES.map(({ type }) => type).filter(
  (type) => type !== "bridge" && "port" in linkSchemas[type].properties,
);

interface Case {
  field: string;
  /** Declared, and what it is by default. */
  value: Json;
  usual: Json;
  /** The words that set the value, and those that set the default. */
  words: string;
  back: string;
  /** How a dump has the value. */
  shown: Fields;
}

const switched = (field: string, word = field): Case => ({
  ...{ field, value: true, usual: false, words: `${word} on`, back: `${word} off`, shown: { [word]: true } },
});

const unswitched = (field: string, word = field): Case => ({
  ...{ field, value: false, usual: true, words: `${word} off`, back: `${word} on`, shown: { [word]: false } },
});

const CASES: Case[] = [
  { field: "priority", value: 9, usual: 32, words: "priority 9", back: "priority 32", shown: { priority: 9 } },
  switched("hairpin"),
  switched("guard"),
  switched("rootBlock", "root_block"),
  switched("fastleave"),
  unswitched("learning"),
  unswitched("flood"),
  unswitched("mcastFlood", "mcast_flood"),
  unswitched("bcastFlood", "bcast_flood"),
  {
    ...{ field: "mcastRouter", value: 2, usual: 1, words: "mcast_router 2", back: "mcast_router 1" },
    shown: { multicast_router: 2 },
  },
  switched("mcastToUnicast", "mcast_to_unicast"),
  {
    ...{ field: "groupFwdMask", value: 16384, usual: 0, words: "group_fwd_mask 16384", back: "group_fwd_mask 0" },
    shown: { group_fwd_mask: "0x4000" },
  },
  switched("neighSuppress", "neigh_suppress"),
  switched("proxyArp", "proxy_arp"),
  switched("proxyArpWifi", "proxy_arp_wifi"),
  switched("vlanTunnel", "vlan_tunnel"),
  switched("isolated"),
  switched("locked"),
];

function portOf(type: string, { port, shown }: { port?: Fields; shown?: Fields } = {}): Subject {
  const subject = new Subject(type);
  subject.addBridge("br9");
  subject.joins("br9", shown);
  subject.declare({ master: "br9", ...(port && { port }) });
  return subject;
}

test("every property of a port has its case", () => {
  const told = CASES.map(({ field }) => field);
  expect(["cost", "fdb", "vlans", ...told].toSorted()).toEqual(Object.keys(portSchema.properties).toSorted());
});

describe.each(TYPES)("%s as a port", (type) => {
  const says = (subject: Subject, text: string, words: string) => [
    `change link ${subject.name} in ${subject.scope}: ${text}`,
    `link set dev ${subject.name} type bridge_slave ${words}`,
  ];

  test("is left alone where nobody touched it", () => {
    expect(portOf(type).plan()).toEqual([]);
  });

  test.each(CASES)("changes $field in place", ({ field, value, usual, words }) => {
    const subject = portOf(type, { port: { [field]: value } });
    expect(subject.plan()).toEqual(says(subject, `port.${field} ${usual} -> ${value}`, words));
  });

  test.each(CASES)("is left alone with $field as declared", ({ field, value, shown }) => {
    expect(portOf(type, { port: { [field]: value }, shown }).plan()).toEqual([]);
  });

  test.each(CASES)("gets $field back that somebody changed", ({ field, value, usual, back, shown }) => {
    const subject = portOf(type, { shown });
    expect(subject.plan()).toEqual(says(subject, `port.${field} ${value} -> ${usual}`, back));
  });

  test("has the cost that is declared, and is asked for none where it is not a pair's", () => {
    const declared = portOf(type, { port: { cost: 50 }, shown: { cost: 7 } });
    expect(declared.plan()).toEqual(says(declared, "port.cost 7 -> 50", "cost 50"));
    const open = portOf(type, { shown: { cost: 7 } });
    expect(open.plan()).toEqual(type === "veth" ? says(open, "port.cost 7 -> 2", "cost 2") : []);
  });

  test("is told all of it once more where it comes to another bridge", () => {
    const subject = portOf(type, { port: { hairpin: true, cost: 50 }, shown: { hairpin: true, cost: 50 } });
    subject.addBridge("br8");
    subject.declare({ master: "br8" });
    const { name, scope } = subject;
    expect(subject.plan().filter((line) => !line.startsWith("neigh "))).toEqual([
      `change link ${name} in ${scope}: master "br9" -> "br8"`,
      `link set dev ${name} master br8`,
      `link set dev ${name} type bridge_slave cost 50 hairpin on`,
    ]);
  });

  test("is told a cost where it becomes one, but what a pair has always: of others it hangs on a speed", () => {
    const said = (cost: number) => {
      const subject = portOf(type, { port: { cost } });
      delete subject.have.master;
      return subject.plan().slice(2);
    };
    const { name } = new Subject(type);
    const words = (cost: number) => [`link set dev ${name} type bridge_slave cost ${cost}`];
    expect(said(2)).toEqual(type === "veth" ? [] : words(2));
    expect(said(100)).toEqual(words(100));
  });

  test("is told it where it becomes one, and nothing where it ceases to be", () => {
    const subject = portOf(type, { port: { isolated: true, learning: true } });
    const { name, scope } = subject;
    delete subject.have.master;
    expect(subject.plan()).toEqual([
      `change link ${name} in ${scope}: master null -> "br9", port.isolated null -> true`,
      `link set dev ${name} master br9`,
      `link set dev ${name} type bridge_slave isolated on`,
    ]);
    subject.joins("br9", { hairpin: true });
    subject.declare({ master: null, port: null });
    expect(subject.plan()).toEqual([
      `change link ${name} in ${scope}: master "br9" -> null`,
      `link set dev ${name} nomaster`,
    ]);
  });

  test("is put in the VLANs that differ, and taken out of those alone", () => {
    const list = [{ id: 10, pvid: true, untagged: true }, { id: "20-29" }, { id: 30, untagged: true }];
    const subject = portOf(type, { port: { vlans: list } });
    const { name, scope } = subject;
    subject.inVlans({ vlan: 1, flags: ["PVID", "Egress Untagged"] }, { vlan: 20, vlanEnd: 31, flags: [] });
    expect(subject.plan()).toEqual([
      `change link ${name} in ${scope}: port.vlans "1 pvid untagged, 20-31" -> "10 pvid untagged, 20-29, 30 untagged"`,
      `vlan add dev ${name} vid 10 pvid untagged`,
      `vlan add dev ${name} vid 30 untagged`,
      `vlan del dev ${name} vid 1`,
      `vlan del dev ${name} vid 31`,
    ]);
    subject.inVlans(
      { vlan: 10, flags: ["PVID", "Egress Untagged"] },
      { vlan: 20, vlanEnd: 29, flags: [] },
      { vlan: 30, flags: ["Egress Untagged"] },
    );
    expect(subject.plan()).toEqual([]);
  });

  test("is in VLAN 1 where nothing is declared, as far as anybody asks", () => {
    const subject = portOf(type);
    const { name, scope } = subject;
    expect(subject.plan()).toEqual([]);
    subject.inVlans();
    expect(subject.plan()).toEqual([
      `change link ${name} in ${scope}: port.vlans "none" -> "1 pvid untagged"`,
      `vlan add dev ${name} vid 1 pvid untagged`,
    ]);
  });

  test("comes to a bridge in the VLAN that it gives, and is put in its own", () => {
    const subject = portOf(type, { port: { vlans: [{ id: 10, pvid: true, untagged: true }] } });
    const { name } = subject;
    delete subject.have.master;
    const lines = (pvid: number) => {
      const bridge = subject.dump.find(({ ifname }) => ifname === "br9") as { linkinfo: { info_data: Fields } };
      bridge.linkinfo.info_data.vlan_default_pvid = pvid;
      return subject.plan().filter((line) => line.startsWith("vlan "));
    };
    const [add] = [`vlan add dev ${name} vid 10 pvid untagged`];
    expect(lines(1)).toEqual([add, `vlan del dev ${name} vid 1`]);
    expect(lines(7)).toEqual([add, `vlan del dev ${name} vid 7`]);
    expect(lines(0)).toEqual([add]);
    expect(lines(10)).toEqual([]);
    subject.declare({ port: null });
    expect(lines(1)).toEqual([]);
    expect(lines(0)).toEqual([`vlan add dev ${name} vid 1 pvid untagged`]);
  });

  test("is made with it", () => {
    const subject = portOf(type, { port: { isolated: true, cost: 50, vlans: [{ id: 10 }] } });
    const { name, dump, have } = subject;
    dump.splice(dump.indexOf(have), 1);
    const said = subject.plan();
    expect(said).toContain(`link set dev ${name} type bridge_slave cost 50 isolated on`);
    expect(said.filter((line) => line.startsWith("vlan "))).toEqual([
      `vlan add dev ${name} vid 10`,
      `vlan del dev ${name} vid 1`,
    ]);
  });

  test("is given back where an older register tells in a list what it was before us", () => {
    const subject = portOf(type);
    const { name, scope, links, observed } = subject;
    delete links[name];
    const ref = { kind: "link", scope, key: name };
    const before = { up: false, alias: "theirs", port: ["hairpin on"] };
    const inode = observed.dumps[scope]?.inode ?? "";
    observed.registers = [{ owner: OWNER, claims: { [`link ${scope} ${name}`]: { ref, inode, before } } }];
    const lines = subject.plan().filter((line) => line.startsWith(`link set dev ${name} `));
    expect(lines).toEqual([`link set dev ${name} alias "theirs"`, `link set dev ${name} down`]);
  });
});
