import { describe, expect, test } from "vitest";
import { linkSchemas } from "../../../../net/schema/links.ts";
import { LINK_TYPES, linkType } from "../../../../providers/host/kinds/link/types.ts";
import { OWNER } from "../world.ts";
import { Subject } from "./subject.ts";

/** A loopback goes and comes with its namespace: it has cases of its own. */
const TYPES = LINK_TYPES.map(({ type }) => type).filter((type) => type !== "loopback");

const has = (type: (typeof TYPES)[number], field: string) => field in linkSchemas[type].properties;

describe.each(TYPES)("%s", (type) => {
  test("is left alone where it is as declared", () => {
    expect(new Subject(type).plan()).toEqual([]);
  });

  test("takes another MTU in place", () => {
    const subject = new Subject(type);
    subject.declare({ mtu: 1400 });
    const { name, scope, have } = subject;
    expect(subject.plan()).toContain(`change link ${name} in ${scope}: mtu ${have.mtu} -> 1400`);
    expect(subject.plan()).toContain(`link set dev ${name} mtu 1400`);
  });

  if (has(type, "mac") && !linkType(type)?.fixed.includes("mac"))
    test("takes another MAC address in place, written in any case", () => {
      const subject = new Subject(type);
      subject.declare({ mac: "02:00:00:00:0E:0E" });
      const { name, scope, have } = subject;
      expect(subject.plan()).toContain(`change link ${name} in ${scope}: mac "${have.address}" -> "02:00:00:00:0e:0e"`);
      expect(subject.plan()).toContain(`link set dev ${name} address 02:00:00:00:0e:0e`);
    });

  test("goes down in place, and comes up", () => {
    const subject = new Subject(type);
    const { name, scope } = subject;
    subject.declare({ up: false });
    expect(subject.plan()).toContain(`change link ${name} in ${scope}: up true -> false`);
    expect(subject.plan()).toContain(`link set dev ${name} down`);
    subject.declare({ up: true });
    subject.have.flags = (subject.have.flags as string[]).filter((flag) => flag !== "UP");
    expect(subject.plan()).toContain(`change link ${name} in ${scope}: up false -> true`);
    expect(subject.plan()).toContain(`link set dev ${name} up`);
  });

  if (has(type, "master"))
    test("joins a VRF in place, and leaves it", () => {
      const subject = new Subject(type);
      const { name, scope } = subject;
      subject.addVrf("red9");
      subject.declare({ master: "red9" });
      expect(subject.plan()).toContain(`change link ${name} in ${scope}: master null -> "red9"`);
      expect(subject.plan()).toContain(`link set dev ${name} master red9`);
      subject.declare({ master: null });
      subject.have.master = "red9";
      expect(subject.plan()).toContain(`link set dev ${name} nomaster`);
    });

  if (has(type, "port") && type !== "bridge")
    test("becomes the port of a bridge in place, and leaves it", () => {
      const subject = new Subject(type);
      const { name, scope } = subject;
      subject.addBridge("br9");
      subject.declare({ master: "br9" });
      expect(subject.plan()).toContain(`change link ${name} in ${scope}: master null -> "br9"`);
      expect(subject.plan()).toContain(`link set dev ${name} master br9`);
      subject.declare({ master: null });
      subject.have.master = "br9";
      expect(subject.plan()).toContain(`link set dev ${name} nomaster`);
    });

  test("takes addresses, and gives them back", () => {
    const subject = new Subject(type);
    const { name, scope } = subject;
    subject.declare({ addresses: ["10.88.0.1/24"] });
    expect(subject.plan()).toContain(`create address ${name} 10.88.0.1/24 in ${scope}`);
    expect(subject.plan()).toContain(`addr add 10.88.0.1/24 dev ${name}`);
    subject.declare({ addresses: [] });
    subject.have.addr_info = [{ family: "inet", local: "10.88.0.1", prefixlen: 24, scope: "0" }];
    expect(subject.plan()).toEqual([
      `delete address ${name} 10.88.0.1/24 in ${scope}`,
      `addr del 10.88.0.1/24 dev ${name}`,
    ]);
  });

  test("is removed where it is declared no more", () => {
    const subject = new Subject(type);
    const { name, scope } = subject;
    delete subject.links[name];
    // Of a pair one end is enough, and the host's is taken.
    const said = subject.plan().filter((line) => line.startsWith("delete link"));
    if (type === "veth") expect(said).toHaveLength(1);
    else expect(said).toEqual([`delete link ${name} in ${scope}`]);
  });

  test("is refused where it is somebody's, and taken over where that is asked for", () => {
    const subject = new Subject(type);
    const { name, scope } = subject;
    delete subject.have.ifalias;
    expect(subject.plan()).toContain(`refused: link ${name}, of nobody`);
    subject.declared.adopt = true;
    expect(subject.plan()).toContain(`adopt link ${name} in ${scope}`);
    expect(subject.plan()).toContain(`link set dev ${name} alias ${OWNER}`);
  });
});
