import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseTopology, type Topology } from "../../topology/parse.ts";
import { formatFaults } from "../../validation/fault.ts";

const folder = new URL("accepted/", import.meta.url);

function read(name: string): Topology {
  const { topology, faults } = parseTopology(parse(readFileSync(new URL(name, folder), "utf8")));
  if (!topology) throw new Error(formatFaults(faults));
  return topology;
}

test.each(readdirSync(folder))("%s has no fault", (name) => {
  expect(() => read(name)).not.toThrow();
});

describe("the normal form", () => {
  test("spells a link to a bridge out as a veth whose named peer is a port of it", () => {
    const { reth0 } = read("l2-stage-1.yaml").namespaces.RED!.links;
    expect(reth0).toEqual({
      type: "veth",
      addresses: [{ address: "11.11.11.2/24" }],
      up: true,
      mtu: 1500,
      peer: { scope: "host", name: "reth1", addresses: [], up: true, mtu: 1500, master: "br0" },
    });
  });

  test("gives what a link says of a port to the end that is one, its own where both are", () => {
    const { short, both } = read("everything.yaml").namespaces.B!.links;
    expect(short).not.toHaveProperty("port");
    expect(short).toMatchObject({ peer: { master: "br0", port: { hairpin: true, priority: 0 } } });
    expect(both).toMatchObject({ master: "inner", port: { cost: 1 }, peer: { port: { isolated: true } } });
  });

  test("derives a peer's name of at most 15 bytes, always the same one", () => {
    const link = read("design.yaml").namespaces.RED!.links.reth0!;
    expect(link.type === "veth" && link.peer.name).toMatch(/^reth0-[a-z0-9]{6}$/);
    expect(read("design.yaml").namespaces.RED!.links.reth0).toEqual(link);
  });

  test("turns gateways into default routes before the others", () => {
    expect(read("everything.yaml").namespaces.A!.routes.slice(0, 2)).toEqual([
      { to: "default", via: "10.0.0.1" },
      { to: "default", via: "fd00::1" },
    ]);
  });

  test("gives a bridge's ports its MTU", () => {
    const { eth0 } = read("everything.yaml").namespaces.A!.links;
    expect(eth0).toMatchObject({ mtu: 9000, peer: { mtu: 9000 } });
  });

  test("fills a bridge's defaults in and leaves to the kernel what nobody said", () => {
    expect(read("design.yaml").bridges.br0).toEqual({
      addresses: [{ address: "11.11.11.1/24" }],
      up: true,
      stp: false,
      priority: 32768,
      vlanFiltering: false,
      ageing: 300,
      forwardDelay: 15,
      helloTime: 2,
      maxAge: 20,
      groupFwdMask: 0,
      mcastSnooping: true,
      mcastQuerier: false,
      mcastRouter: 1,
      nat: true,
      forward: true,
    });
  });

  test("reads every form of a published port", () => {
    expect(read("l1-publish.yaml").containers.web!.publish).toEqual([
      { published: { first: 8080, last: 8080 }, target: { first: 80, last: 80 }, protocol: "tcp" },
      { hostIp: "127.0.0.1", published: { first: 53, last: 53 }, target: { first: 53, last: 53 }, protocol: "udp" },
      { hostIp: "::1", published: { first: 8080, last: 8080 }, target: { first: 80, last: 80 }, protocol: "sctp" },
      { published: { first: 9000, last: 9010 }, target: { first: 9000, last: 9010 }, protocol: "tcp" },
    ]);
  });

  test("names the network of a container that names none", () => {
    const { containers } = read("l0-compose.yaml");
    expect(containers["web-default"]!.network).toBe("bridge");
    expect(containers["web-bridge-1"]).not.toHaveProperty("network");
    expect(containers["web-bridge-1"]!.networks).toEqual({ br_xx: { ip: "172.30.0.10", aliases: [] } });
  });

  test("says where an expectation starts in one way", () => {
    expect(read("l4-names.yaml").expect.map(({ from }) => from)).toEqual([
      "container:c2",
      "container:c2",
      "container:published",
      "host",
    ]);
  });
});
