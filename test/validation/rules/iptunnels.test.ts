import { expect, test } from "vitest";
import { iptunnels } from "../../../validation/rules/iptunnels.ts";
import { tunnels } from "../../../validation/rules/tunnels.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (t0: Declared, type = "sit") => faultsOf(iptunnels, linksOf({ t0 }, type));

test("a time to live of its own goes with packets that must not be fragmented", () => {
  for (const type of ["ipip", "sit"]) {
    expect(faults({ remote: "192.0.2.2", pmtudisc: false, ttl: "inherit" }, type)).toEqual([]);
    expect(faults({ remote: "192.0.2.2", pmtudisc: false, ttl: 5 }, type)).toEqual([
      "links.t0.pmtudisc: false: a time to live of its own goes with packets that must not be fragmented alone, and ttl is 5. Write true, or ttl: inherit.",
    ]);
  }
});

test("a sit is as large as IPv6 needs", () => {
  expect(faults({ remote: "192.0.2.2", mtu: 1280 })).toEqual([]);
  expect(faults({ remote: "192.0.2.2", mtu: 1279 })).toEqual([
    "links.t0.mtu: 1279: a sit carries IPv6, which needs 1280 bytes. Write 1280 or more.",
  ]);
  expect(faults({ remote: "192.0.2.2", mtu: 1000 }, "ipip")).toEqual([]);
});

test("a prefix and what stands behind it are half of an address of IPv6", () => {
  const local = "192.0.2.1";
  expect(faults({ local, ip6rdPrefix: "2001:db8::/32" })).toEqual([]);
  expect(faults({ local, ip6rdPrefix: "2001:db8::/40", ip6rdRelayPrefix: "10.0.0.0/8" })).toEqual([]);
  expect(faults({ local, ip6rdPrefix: "2001:db8::/48", ip6rdRelayPrefix: "10.0.0.0/8" })).toEqual([
    'links.t0.ip6rdPrefix: "2001:db8::/48": with 24 bits of an address of IPv4 behind it, it is 8 bits too long. Write one of 40 bits or less.',
  ]);
});

test("prefixes are networks of their IP version, and go with no other end", () => {
  const local = "192.0.2.1";
  expect(faults({ local, ip6rdPrefix: "10.0.0.0/8" })).toEqual([
    'links.t0.ip6rdPrefix: "10.0.0.0/8": it is of IPv6. Write a network of IPv6.',
  ]);
  expect(faults({ local, ip6rdRelayPrefix: "10.1.0.0/8" })).toEqual([
    'links.t0.ip6rdRelayPrefix: "10.1.0.0/8": a network has no host bits. Write 10.0.0.0/8.',
  ]);
  expect(faults({ local, ip6rdPrefix: "::/16" })).toEqual([
    'links.t0.ip6rdPrefix: "::/16": zeros alone are no prefix. Write another network, or leave it out.',
  ]);
  expect(faults({ remote: "192.0.2.2", ip6rdPrefix: "2001:db8::/32" })).toEqual([
    'links.t0.ip6rdPrefix: "2001:db8::/32": with remote all packets go there. Leave one out.',
  ]);
  // A topology has the default filled in.
  expect(faults({ remote: "192.0.2.2", ip6rdPrefix: "2002::/16" })).toEqual([]);
});

test("an ip6tnl goes through IPv6, with the limits of its own or of a program", () => {
  const of = (t0: Declared) => faultsOf(tunnels, linksOf({ t0 }, "ip6tnl"));
  expect(of({ remote: "2001:db8::2", encaplimit: "none", mtu: 65_495 })).toEqual([]);
  expect(of({ remote: "192.0.2.2" })).toEqual([
    'links.t0.remote: "192.0.2.2": its outer packets are of IPv6. Write an address of IPv6.',
  ]);
  expect(of({ external: true, mode: "ip6ip6", hoplimit: 64, encapCsum6: true })).toEqual([]);
  expect(of({ external: true, hoplimit: 5 })).toEqual([
    "links.t0.hoplimit: 5: with external each packet has its own. Leave one out.",
  ]);
  expect(of({ remote: "2001:db8::2", encapCsum6: false })).toEqual([
    "links.t0.encapCsum6: false: it is what encap has. Write encap too, or leave it out.",
  ]);
});
