import { expect, test } from "vitest";
import { moved } from "../../../../providers/host/kinds/moved.ts";

const kept = { from: "host/eth1", up: true, mtu: 1500, mac: "02:00:00:00:00:01", settings: {} };

test("what an interface comes back with is believed", () => {
  expect(moved.credible?.("eth5", kept)).toBe(true);
  expect(moved.credible?.("eth5", { ...kept, settings: { "net/ipv6/conf/eth1/accept_ra": "0" } })).toBe(true);
});

test.each([
  { from: "RED/eth1" },
  { from: "host/eth1 up" },
  { up: "up" },
  { mtu: "1500 name eth0" },
  { mac: "02:00:00:00:00:01 name eth0" },
  { settings: { "kernel/hostname": "broken" } },
  { settings: { "net/ipv4/conf/eth1/rp_filter": "0\nkernel/hostname = broken" } },
])("what nobody can have put there, %o, is not", (other) => {
  expect(moved.credible?.("eth5", { ...kept, ...other })).toBe(false);
});
