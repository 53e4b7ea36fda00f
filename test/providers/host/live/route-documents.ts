import type { Json } from "../../../../providers/host/json.ts";

const ADDRESSES = ["11.11.11.1/24", "11.11.11.2/24", "fd00::1/64", "fd00::2/64"];
/** Two bridges that routes lead over. */
export const FIXED = {
  links: {
    br0: { type: "bridge", addresses: ADDRESSES },
    br1: { type: "bridge", addresses: ["11.11.12.1/24", "fd01::1/64"] },
  },
};
const V4 = { to: "10.1.0.0/16", via: "11.11.11.9", dev: "br0", metric: 5, source: "11.11.11.2" };
const V6 = { to: "fd10::/32", via: "fd00::9", dev: "br0", metric: 5, source: "fd00::2" };
/** All that a route says of connections over it. */
export const METRICS = {
  mtu: 1400,
  advmss: 1300,
  initcwnd: 20,
  initrwnd: 21,
  window: 30000,
  rtoMin: 50,
  hoplimit: 33,
  quickack: true,
  congctl: "reno",
};
/** Routes beside the two that the steps change. */
export const REST: Record<string, Json>[] = [
  { to: "default", via: "11.11.11.254" },
  { to: "default", via: "fd00::fe" },
  { to: "default", family: "ipv6", dev: "br1", table: 100 },
  { to: "10.2.0.0/16", dev: "br0" },
  { to: "10.3.0.0/16", type: "blackhole", table: 100 },
  { to: "10.4.0.1/32", type: "unreachable", metric: 9 },
  { to: "fd13::/32", type: "blackhole" },
  { to: "fd14::/32", type: "unreachable", table: 100, metric: 9 },
  { to: "10.5.0.0/16", nexthops: [{ via: "11.11.11.9" }, { via: "11.11.12.9", weight: 3 }, { dev: "br1" }] },
  { to: "fd15::/32", mtu: 1400, nexthops: [{ via: "fd00::9" }, { via: "fd01::9", weight: 2 }] },
  { to: "10.6.0.0/16", via: "192.0.2.9", dev: "br0", onlink: true, ...METRICS },
  { to: "fd16::/32", via: "fd99::9", dev: "br0", onlink: true, ...METRICS },
  { to: "10.7.0.0/16", via: "fd00::9", dev: "br0", type: "unicast" },
  { to: "10.8.0.0/16", type: "prohibit" },
  { to: "fd18::/32", type: "throw" },
];
export const declared = (four: Record<string, Json> = {}, six: Record<string, Json> = {}) => ({
  host: { ...FIXED, routes: [{ ...V4, ...four }, { ...V6, ...six }, ...REST] as Json[] },
});
/** The same with one of the others declared otherwise. */
export const changed = (to: string, fields: Record<string, Json>) => ({
  host: {
    ...FIXED,
    routes: [V4, V6, ...REST.map((route) => (route.to === to ? { ...route, ...fields } : route))] as Json[],
  },
});
