import { describe, expect, test } from "vitest";
import { readFiles } from "../../../../providers/docker/kernel/inside.ts";
import { connectedRoute, placeDamage } from "../../../../providers/docker/kernel/place-damage.ts";
import { kernel, whats } from "./lan-kernel.ts";

describe("a container's own network", () => {
  const told = readFiles({
    trie: "Local:\n           |-- 10.77.8.2\n              /32 host LOCAL\n",
    four: "Iface\tDestination\tGateway\neth0\t00000000\t01084D0A\t0003\t0\t0\t0\t00000000\neth0\t00084D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\n",
    inet6: "fd000000000000000000000000000002 07 40 00 80     eth0\n",
    six: [
      `${"0".repeat(32)} 00 ${"0".repeat(32)} 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003     eth0`,
      `fd000000000000000000000000000000 40 ${"0".repeat(32)} 00 ${"0".repeat(32)} 00000100 00000001 00000000 00000001     eth0`,
      `fd000000000000000000000000000002 80 ${"0".repeat(32)} 00 ${"0".repeat(32)} 00000000 00000003 00000000 80200001     eth0`,
      `ff000000000000000000000000000000 08 ${"0".repeat(32)} 00 ${"0".repeat(32)} 00000100 00000004 00000000 00000001     eth0`,
      `${"0".repeat(32)} 00 ${"0".repeat(32)} 00 ${"0".repeat(32)} ffffffff 00000001 00000000 00200200       lo`,
    ].join("\n"),
    igmp: "Idx\tDevice    : Count Querier\n1\tlo        :     1      V3\n7\teth0      :     1      V3\n",
  });
  const inside = { ...told, links: { eth0: { mtu: 1500, mac: "02:42:0a:4d:08:02", peer: 8 } } };
  const place = {
    ...{ network: "lan", bridge: "br0", mtu: 1500, gateway: true },
    endpoint: {
      ...{ MacAddress: "02:42:0A:4D:08:02", IPPrefixLen: 24 },
      ...{ IPAddress: "10.77.8.2", GlobalIPv6Address: "fd00::2", Gateway: "10.77.8.1", IPv6Gateway: "fd00::1" },
    },
  };

  test("is read from files", () => {
    expect(inside.routes).toEqual([
      { dev: "eth0", family: 4, to: "default" },
      { dev: "eth0", family: 4, to: "10.77.8.0/24" },
      { dev: "eth0", family: 6, to: "default" },
      { dev: "eth0", family: 6, to: "fd00:0000:0000:0000:0000:0000:0000:0000/64" },
    ]);
    expect(inside.indexes).toEqual({ lo: 1, eth0: 7 });
  });

  test("as the engine made it lacks nothing", () => expect(placeDamage(place, inside, kernel())).toEqual([]));

  test.each([
    ["an address", { addresses: ["10.77.8.2"] }, ["fd00::2 of network lan is missing inside"]],
    ["its route", { routes: [] }, ["its interface on network lan is down, or has lost its route"]],
    [
      "its route of IPv6",
      { routes: inside.routes.slice(0, 3) },
      ["its interface on network lan has lost its route of IPv6"],
    ],
    ["the wire", { indexes: { eth0: 9 } }, ["no port of bridge br0 leads to its interface on network lan"]],
    [
      "a default route",
      { routes: inside.routes.filter(({ family, to }) => family === 4 || to !== "default") },
      ["its default route by fd00::1 of network lan is missing"],
    ],
  ])("without %s says so", (_what, without, expected) =>
    expect(whats(placeDamage(place, { ...inside, ...without }, kernel()))).toEqual(expected),
  );

  test("that is set to another MTU or MAC address is set again inside, at the host's end connected again", () => {
    const other = { ...inside, links: { eth0: { ...inside.links.eth0, mtu: 1200, mac: "02:00:00:00:00:01" } } };
    const about = "its interface eth0 on network lan has";
    expect(placeDamage(place, other, kernel())).toEqual([
      { what: `${about} MTU 1200, not 1500`, set: { dev: "eth0", mtu: 1500 } },
      {
        what: `${about} the MAC address 02:00:00:00:00:01, not 02:42:0a:4d:08:02`,
        set: { dev: "eth0", mac: "02:42:0A:4D:08:02" },
      },
    ]);
    const { links } = kernel();
    const low = kernel(undefined, { links: links.map((one) => ({ ...one, mtu: 1200 })) });
    expect(placeDamage(place, inside, low)).toEqual([{ what: "its port veth1 of bridge br0 has MTU 1200, not 1500" }]);
    // Without its own sysfs nothing is known of it.
    expect(placeDamage(place, { ...inside, links: {} }, kernel())).toEqual([]);
  });

  test("is told from one whose interface has the same number inside, as engines since 28.0 make all of them", () => {
    const { links } = kernel();
    const cut = links.map((one) => (one.name === "veth1" ? { ...one, master: "other", mtu: 1200 } : one));
    const neighbour = { name: "veth2", index: 9, up: true, master: "br0", peer: 7, mtu: 1500, addresses: [] };
    const lost = ["no port of bridge br0 leads to its interface on network lan"];
    expect(whats(placeDamage(place, inside, kernel(undefined, { links: [...cut, neighbour] })))).toEqual(lost);
    // Without its own sysfs either could be it.
    const blind = { ...inside, links: {} };
    expect(whats(placeDamage(place, blind, kernel(undefined, { links: [...cut, neighbour] })))).toEqual([]);
    expect(whats(placeDamage(place, blind, kernel(undefined, { links: cut })))).toEqual(lost);
    const narrow = links.map((one) => (one.name === "veth1" ? { ...one, mtu: 1200 } : one));
    expect(whats(placeDamage(place, inside, kernel(undefined, { links: [...narrow, neighbour] })))).toEqual([
      "its port veth1 of bridge br0 has MTU 1200, not 1500",
    ]);
  });

  test("of IPv6 alone lacks the same, beside a network of IPv4 too", () => {
    const { GlobalIPv6Address, IPv6Gateway, MacAddress } = place.endpoint;
    const endpoint = {
      IPAddress: "",
      Gateway: "",
      GlobalIPv6Address,
      GlobalIPv6PrefixLen: 64,
      IPv6Gateway,
      MacAddress,
    };
    const six = { ...place, endpoint };
    expect(placeDamage(six, inside, kernel())).toEqual([]);
    expect(whats(placeDamage(six, { ...inside, indexes: { eth0: 9 } }, kernel()))).toEqual([
      "no port of bridge br0 leads to its interface on network lan",
    ]);
    const low = { ...inside, links: { eth0: { ...inside.links.eth0, mtu: 1280 } } };
    expect(whats(placeDamage(six, low, kernel()))).toEqual([
      "its interface eth0 on network lan has MTU 1280, not 1500",
    ]);
    const bare = { ...inside, routes: inside.routes.slice(0, 3) };
    expect(whats(placeDamage(six, bare, kernel()))).toEqual([
      "its interface on network lan has lost its route of IPv6",
    ]);
    expect([connectedRoute(endpoint, inside)?.dev, connectedRoute(endpoint, bare)?.dev]).toEqual(["eth0", undefined]);
  });

  test("with a default route by another way has one", () => {
    const routes = inside.routes.map((one) => (one.to === "default" ? { ...one, dev: "tun0" } : one));
    expect(placeDamage(place, { ...inside, routes }, kernel())).toEqual([]);
  });
});
