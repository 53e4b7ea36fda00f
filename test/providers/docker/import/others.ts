import { expect } from "vitest";
import type { Values } from "../../../../providers/docker/values.ts";
import type { Made } from "./made.ts";

export const NETWORKS: Made[] = [
  {
    body: {
      ...{ Driver: "bridge", Internal: true, Attachable: true, EnableIPv6: true },
      Labels: { a: "b" },
      Options: { "com.docker.network.bridge.name": "brfoo2", "com.docker.network.driver.mtu": "1400" },
      IPAM: {
        Driver: "default",
        Options: { own: "1" },
        Config: [
          {
            ...{ Subnet: "10.70.0.0/24", Gateway: "10.70.0.254", IPRange: "10.70.0.128/25" },
            AuxiliaryAddresses: { router: "10.70.0.200" },
          },
          { Subnet: "fd00:70::/64", Gateway: "fd00:70::1" },
        ],
      },
    },
    inputs: {
      ...{ internal: true, attachable: true, ipv6: true, labels: [{ label: "a", value: "b" }] },
      options: { "com.docker.network.bridge.name": "brfoo2", "com.docker.network.driver.mtu": "1400" },
      ipamOptions: { own: "1" },
      ipamConfigs: [
        {
          ...{ subnet: "10.70.0.0/24", gateway: "10.70.0.254", ipRange: "10.70.0.128/25" },
          auxAddress: { router: "10.70.0.200" },
        },
        { subnet: "fd00:70::/64", gateway: "fd00:70::1" },
      ],
    },
  },
  {
    body: { Driver: "macvlan", Options: { parent: "wire0" }, IPAM: { Config: [{ Subnet: "10.72.0.0/24" }] } },
    inputs: {
      ...{ driver: "macvlan", options: { parent: "wire0" } },
      ipamConfigs: [expect.objectContaining({ subnet: "10.72.0.0/24" })] as unknown as Values[],
    },
  },
];

export const VOLUMES: Made[] = [
  {
    body: { DriverOpts: { type: "tmpfs", device: "tmpfs", o: "size=1m" }, Labels: { a: "b" } },
    inputs: { driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=1m" }, labels: [{ label: "a", value: "b" }] },
  },
  { body: {}, inputs: {} },
];
