import { expect, test } from "vitest";
import { oldEngineFaults } from "../../../providers/docker/container/checks/versions.ts";
import { modeFaults } from "../../../providers/docker/network/modes.ts";
import { poolFaults } from "../../../providers/docker/network/pools.ts";
import type { Context } from "../../../providers/docker/resource.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { formatFault } from "../../../validation/fault.ts";

const NEEDY: Values = {
  networksAdvanced: [
    { name: "none" },
    { name: "one", macAddress: "02:00:00:00:00:01" },
    { name: "two", macAddress: "02:00:00:00:00:02", gwPriority: 1 },
  ],
  mounts: [
    { target: "/a", type: "volume", source: "data", volumeOptions: { subpath: "a" } },
    { target: "/b", type: "image", source: "busybox" },
    { target: "/c", type: "cluster", source: "far" },
    { target: "/d", type: "bind", source: "/srv" },
  ],
  healthcheck: { tests: ["CMD", "true"], startInterval: "1s" },
  cgroupnsMode: "private",
  platform: "linux/amd64",
};

async function faults(api: string, inputs: Values): Promise<string[]> {
  const context = { engine: { version: async () => api } } as unknown as Context;
  return (await oldEngineFaults(inputs, context)).map(formatFault);
}

test("each input that the engine is too old for is named, with the release and the API that it needs", async () => {
  const old = ", and this one speaks API 1.40. Leave it out, or update the engine.";
  expect(await faults("1.40", NEEDY)).toEqual([
    `networksAdvanced[2].gwPriority: needs Docker Engine 28.0 (API 1.48)${old}`,
    `networksAdvanced[2].macAddress: needs Docker Engine 25.0 (API 1.44)${old}`,
    `mounts[0].volumeOptions.subpath: needs Docker Engine 26.0 (API 1.45)${old}`,
    `mounts[1].type: needs Docker Engine 28.0 (API 1.48)${old}`,
    `mounts[2].type: needs Docker Engine 23.0 (API 1.42)${old}`,
    `healthcheck.startInterval: needs Docker Engine 25.0 (API 1.44)${old}`,
    `cgroupnsMode: needs Docker Engine 20.10 (API 1.41)${old}`,
    `platform: needs Docker Engine 20.10 (API 1.41)${old}`,
  ]);
});

test.each([
  ["1.41", 6],
  ["1.44", 3],
  ["1.47", 2],
  ["1.48", 0],
])("with API %s %i of them are refused", async (api, count) => {
  expect(await faults(api, NEEDY)).toHaveLength(count);
});

test("a container that uses none of them is refused by no engine, and the engine is not asked", async () => {
  const context = { engine: { version: () => Promise.reject(new Error("asked")) } } as unknown as Context;
  expect(await oldEngineFaults({ image: "busybox", networksAdvanced: [{ name: "one" }] }, context)).toEqual([]);
});

test.each<[Values, string[]]>([
  [{ ipvlan_mode: "l3s", ipvlan_flag: "vepa" }, ["options.ipvlan_mode", "options.ipvlan_flag"]],
  [{ ipvlan_flag: "private" }, ["options.ipvlan_flag"]],
  [{ ipvlan_mode: "l3", ipvlan_flag: "bridge" }, []],
])("of a network with %o an engine that would drop it says so: %o", async (options, paths) => {
  const told = async (api: string) => {
    const context = { engine: { version: async () => api } } as unknown as Context;
    return (await modeFaults({ driver: "ipvlan", options }, context)).map(formatFault);
  };
  const rest = "needs Docker Engine 23.0 (API 1.42), and this one speaks API 1.41. Leave it out, or update the engine.";
  expect(await told("1.41")).toEqual(paths.map((path) => `${path}: ${rest}`));
  expect(await told("1.42")).toEqual([]);
});

test.each<[string, string, Values, { Base: string }[] | null, number]>([
  ["that chooses none", "1.41", {}, null, 1],
  ["that chooses none, beside one of IPv4", "1.45", { ipamConfigs: [{ subnet: "10.0.0.0/24" }] }, null, 1],
  ["that was told a pool of IPv6", "1.41", {}, [{ Base: "fd00::/48" }], 0],
  ["that chooses one", "1.46", {}, null, 0],
  ["that need not", "1.41", { ipamConfigs: [{ subnet: "FD00::/64" }] }, null, 0],
  ["that is not asked for IPv6", "1.41", { ipv6: false }, null, 0],
])("IPv6 without a subnet is told of an engine %s", async (_what, api, inputs, DefaultAddressPools, count) => {
  const engine = { version: async () => api, get: async () => ({ DefaultAddressPools }) };
  const session = { once: (_key: string, ask: () => Promise<unknown>) => ask() };
  const told = await poolFaults({ ipv6: true, ...inputs }, { engine, session } as unknown as Context);
  expect(told.map(({ path }) => path)).toEqual(Array(count).fill(["ipv6"]));
});
