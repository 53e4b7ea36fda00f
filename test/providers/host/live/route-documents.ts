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
/** Routes beside the two that the steps change. */
export const REST = [
  { to: "default", via: "11.11.11.254" },
  { to: "default", via: "fd00::fe" },
  { to: "default", family: "ipv6", dev: "br1", table: 100 },
  { to: "10.2.0.0/16", dev: "br0" },
  { to: "10.3.0.0/16", type: "blackhole", table: 100 },
  { to: "10.4.0.1/32", type: "unreachable", metric: 9 },
  { to: "fd13::/32", type: "blackhole" },
  { to: "fd14::/32", type: "unreachable", table: 100, metric: 9 },
];
export const declared = (four: Record<string, Json> = {}, six: Record<string, Json> = {}) => ({
  host: { ...FIXED, routes: [{ ...V4, ...four }, { ...V6, ...six }, ...REST] as Json[] },
});
