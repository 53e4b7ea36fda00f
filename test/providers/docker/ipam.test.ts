import { expect, test } from "vitest";
import type { NetworkInspect } from "../../../engine/types.ts";
import { asDeclared } from "../../../providers/docker/facts/network.ts";
import { liveIpam } from "../../../providers/docker/network/ipam.ts";

/** Engines before 25.0 keep a subnet as it was given. */
const inspect = {
  Name: "theirs",
  Driver: "bridge",
  Internal: false,
  IPAM: { Driver: "default", Config: [{ Subnet: "10.0.78.5/24" }, { Subnet: "fd00::1/64", Gateway: "fd00::1" }] },
} as NetworkInspect;

test("subnets that an engine keeps with host bits are read as the networks that they are", () => {
  const ipam = [{ subnet: "10.0.78.0/24" }, { subnet: "fd00::/64", gateway: "fd00::1" }];
  expect(liveIpam({ inspect })).toEqual(ipam);
  expect(asDeclared(inspect)).toMatchObject({ ipamConfigs: ipam });
});
