import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { liveUnless } from "../live.ts";
import { REPOSITORY } from "../stacks/stack.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

interface Point {
  subject: string;
  point: string;
  docker: string;
  hand: string;
  equal: boolean;
}

liveUnless(reason)("PINK and ORANGE beside RED and BLUE", () => {
  let lab: DockerLab;

  beforeAll(async () => {
    lab = await DockerLab.open();
  });
  afterAll(async () => await lab?.close());

  const compare = (...args: string[]) =>
    lab.must("host", process.execPath, join(REPOSITORY, "examples/docker-twin/compare.ts"), ...args);

  test("the report says that there is nothing to compare as long as the stack is not up", async () => {
    await expect(compare()).rejects.toThrow(/no such container is running|is the stack up\?/);
  });

  test(
    "both networks come up",
    async () => {
      await lab.stack.settings("examples/docker-twin/docker-twin.yaml");
      await lab.stack.up();
    },
    UNHURRIED,
  );

  test("the report says what is equal and what differs", async () => {
    const points = JSON.parse(await compare("--json")) as Point[];
    const names = (equal: boolean) =>
      points.filter((one) => one.equal === equal).map(({ subject, point }) => `${subject}: ${point}`);
    expect(names(true).filter((name) => name !== MACS)).toEqual(EQUAL);
    expect(names(false).filter((name) => name !== MACS)).toEqual(DIFFERS);
    expect([...names(true), ...names(false)]).toContain(MACS);
    expect(points).toContainEqual({
      subject: "NAT",
      point: "rules",
      docker: "-s SUBNET ! -o BRIDGE -j MASQUERADE",
      hand: "-s SUBNET ! -o BRIDGE -j MASQUERADE",
      equal: true,
    });
    const text = await compare();
    expect(text).toMatch(/^equal: \d+\n/);
    expect(text).toMatch(/from elsewhere to members +first packet: DROP, answers: ACCEPT +first packet: ACCEPT/);
  });

  test("the report follows the networks: what is changed by hand becomes a difference", async () => {
    await lab.must("RED", "ip", "route", "del", "default");
    await lab.must("host", "ip", "link", "set", "br0", "type", "bridge", "stp_state", "1");
    const points = JSON.parse(await compare("--json")) as Point[];
    const said = (subject: string, point: string) => points.find((p) => p.subject === subject && p.point === point);
    expect(said("bridge", "spanning tree")).toMatchObject({ docker: "off", hand: "on", equal: false });
    expect(said("bridge", "its address is the members' gateway")).toMatchObject({ docker: "yes", hand: "no" });
  });

  test("packets agree with the report: from outside, RED answers and PINK does not", async () => {
    // What nobody changed is found unchanged.
    expect(await lab.stack.up()).toMatch(/1 updated\s+8 unchanged/);
    for (const subnet of ["172.17.0.0/16", "11.11.11.0/24"])
      await lab.must("INTERNET", "ip", "route", "add", subnet, "via", "192.168.104.2");
    const pink = await lab.inspect("PINK", "{{.NetworkSettings.Networks.bridge.IPAddress}}");
    expect(await lab.must("INTERNET", "ping", "-c", "1", "-w", "10", "11.11.11.2")).toContain("1 received");
    await expect(lab.must("INTERNET", "ping", "-c", "1", "-w", "2", pink)).rejects.toThrow("100% packet loss");
  });

  test("destroy leaves networks, containers, rules and interfaces as before", async () => {
    await lab.stack.destroy();
    expect(await lab.leftBehind()).toEqual([]);
  });
});

const EQUAL = [
  "bridge: kind and state",
  "bridge: spanning tree",
  "bridge: MTU",
  "bridge: its address is the members' gateway",
  "ports: a veth for each member, forwarding",
  "members: kind, state and MTU",
  "neighbours: each member knows the other by ARP",
  "neighbours: the bridge knows each member's port",
  "routes: of the host",
  "routes: of the members",
  "NAT: rules",
  "forwarding: from members to elsewhere",
  "forwarding: between members, where the bridge asks iptables",
];

/** Differs with engines that make them of IPv4 addresses; since 28 they are random, as ours are. */
const MACS = "members: MAC address";

const DIFFERS = [
  "bridge: subnet",
  "bridge: name",
  "ports: names",
  "members: interface",
  "forwarding: from elsewhere to members",
  "forwarding: rules",
];
