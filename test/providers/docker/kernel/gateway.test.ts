import { describe, expect, test } from "vitest";
import type { ContainerInspect, Endpoint, NetworkInspect } from "../../../../engine/types.ts";
import { readRules } from "../../../../net/walk/rules.ts";
import { damageOf, placesOf } from "../../../../providers/docker/kernel/container-damage.ts";
import { attachedTo, carriers, gateways } from "../../../../providers/docker/kernel/gateway.ts";
import { losesPorts } from "../../../../providers/docker/network/lost-ports.ts";

const NETWORKS = [
  { Name: "back", Driver: "bridge", Internal: true },
  { Name: "front", Driver: "bridge", Internal: false },
  { Name: "alpha", Driver: "bridge", Internal: false },
  { Name: "zulu", Driver: "bridge", Internal: false },
  { Name: "aaa", Driver: "macvlan", Internal: false },
  { Name: "mac", Driver: "macvlan", Internal: false },
].map((one) => ({ ...one, Id: `id of ${one.Name}`, Options: {} }) as unknown as NetworkInspect);

function on(names: readonly string[], more: Record<string, Endpoint> = {}): Record<string, Endpoint> {
  const ipv6: Endpoint = { GlobalIPv6Address: "fd00::2", IPv6Gateway: "fd00::1" };
  const place = (name: string): Endpoint => ({
    ...{ EndpointID: "e", NetworkID: `id of ${name}`, IPAddress: "10.0.0.2", Gateway: "10.0.0.1" },
    ...(name === "zulu" ? ipv6 : {}),
    ...more[name],
  });
  return Object.fromEntries(names.map((name) => [name, place(name)]));
}

/** As Docker Engine 20.10.24 and 28.5.2 led each of them: the default route, and what of it put the rules back. */
describe("the gateway of a container, over which its ports are published", () => {
  test.each([
    [["front"], ["front"]],
    [["front", "back"], ["front"]],
    [["back", "front"], ["front"]],
    [
      ["front", "alpha"],
      ["alpha", "front"],
    ],
    [
      ["front", "zulu"],
      ["zulu", "front"],
    ],
    [["front", "mac"], ["front"]],
    [["front", "aaa"], []],
    [["back"], []],
  ])("on %j is the first of %j", (names, expected) =>
    expect(carriers(attachedTo(on(names), NETWORKS))).toEqual(expected),
  );

  test("is the network with the highest priority where one is declared", () => {
    const places = attachedTo(on(["alpha", "front", "zulu"], { front: { GwPriority: 1 } }), NETWORKS);
    expect(gateways(places).map(({ network }) => network)).toEqual(["front", "zulu", "alpha"]);
  });

  test("is none without an endpoint, as what a refused connect leaves behind", () =>
    expect(carriers(attachedTo(on(["front", "alpha"], { alpha: { EndpointID: "" } }), NETWORKS))).toEqual(["front"]));
});

test("ports that the engine drops because the gateway is no bridge are named, with the ways out", () => {
  const inspect = (names: readonly string[]) =>
    ({
      HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] } },
      NetworkSettings: { Networks: on(names), Ports: { "80/tcp": null } },
    }) as unknown as ContainerInspect;
  const ports = (names: readonly string[]) => {
    const places = placesOf(inspect(names), { networks: NETWORKS });
    const kernel = { links: [], rules: { 4: readRules("") }, listeners: [], proxies: false };
    return damageOf(inspect(names), places, undefined, kernel, []).ports;
  };
  expect(ports(["front", "aaa"])).toEqual({
    "80/tcp": [
      {
        what: "Docker Engine publishes ports over a container's gateway alone, and network aaa is no bridge",
        next: "take that network off the container, or give a bridge gwPriority (engine 28.0) or a name that comes before it",
      },
    ],
  });
  expect(ports(["front", "mac"])).toEqual({});
});

describe("the ports of a container on a network that becomes another", () => {
  const internal = { Internal: true, Driver: "bridge" };
  const macvlan = { Internal: false, Driver: "macvlan" };
  test.each([
    [["front"], internal, true],
    [["front"], macvlan, true],
    [["front", "alpha"], internal, false],
    [["front", "back"], internal, true],
    [["front", "zulu"], macvlan, false],
    [["back"], macvlan, false],
    [["alpha"], internal, false],
  ])("on %j, of which front turns %j: lost is %s", (names, next, lost) => {
    const [front] = NETWORKS.filter(({ Name }) => Name === "front");
    if (!front) throw new Error("no front");
    expect(losesPorts(attachedTo(on(names), NETWORKS), front, next)).toBe(lost);
  });
});
