import { describe, expect, test } from "vitest";
import { soundFacts } from "../../providers/host/faults.ts";
import type { Facts } from "../../validation/facts.ts";
import { formatFault } from "../../validation/fault.ts";
import { crossed } from "../../validation/rules/crossed.ts";
import { ledElsewhere } from "../../validation/rules/gotos.ts";
import { nobody } from "../../validation/rules/nobody.ts";

const veth = (address: string) => ({ type: "veth", addresses: [address], peer: { scope: "host", master: "br0" } });
const machine = (dev: string, address: string, via: string) => ({
  links: { [dev]: veth(address) },
  routes: [{ to: "default", via }],
});
const host = { links: { br0: { type: "bridge", addresses: ["10.0.0.1/24"] } } };

function factsOf(scopes: Record<string, unknown>): Facts {
  const facts = soundFacts(scopes);
  if (!facts) throw new Error("not sound");
  return facts;
}

describe("a next hop that nobody has", () => {
  const alone = { hasStrangers: () => false, has: () => false };
  const lab = { host, RED: machine("r0", "10.0.0.2/24", "10.0.0.254") };
  const told = (scopes: Record<string, unknown>, beside = alone) => nobody(factsOf(scopes), beside).map(formatFault);

  test("is told, with those who are there", () => {
    expect(told(lab)).toEqual([
      'namespaces.RED.routes[0].via: "10.0.0.254": nobody has this address on that cable or bridge: there are 10.0.0.1 ' +
        "(host), 10.0.0.2 (RED). Name one of these, or give the address to the machine that is meant.",
    ]);
  });

  test("is told of each of several", () => {
    const routes = [{ to: "10.9.0.0/16", nexthops: ["1", "253", "254"].map((last) => ({ via: `10.0.0.${last}` })) }];
    expect(told({ host, RED: { ...lab.RED, routes } })).toEqual([
      expect.stringContaining('namespaces.RED.routes[0].nexthops[1].via: "10.0.0.253": nobody has this address'),
      expect.stringContaining('namespaces.RED.routes[0].nexthops[2].via: "10.0.0.254": nobody has this address'),
    ]);
  });

  test.each<[string, Record<string, unknown>, Partial<typeof alone>]>([
    ["the host has it elsewhere", lab, { has: () => true }],
    ["others have ports on the bridge", lab, { hasStrangers: () => true }],
    ["a namespace has it", { ...lab, BLUE: { links: { b0: veth("10.0.0.254/24") } } }, {}],
    ["the bridge is another document's", { RED: lab.RED }, {}],
    ["an interface of the host is a port", { ...lab, host: { links: { ...host.links, v0: vlan() } } }, {}],
    [
      "a machine answers for others",
      { ...lab, BLUE: { ...BLUE(), sysctls: { "net.ipv4.conf.all.proxy_arp": "1" } } },
      {},
    ],
  ])("is not told where %s", (_why, scopes, beside) => {
    expect(told(scopes, { ...alone, ...beside })).toEqual([]);
  });

  function vlan() {
    return { type: "vlan", parent: "eth0", id: 7, master: "br0" };
  }

  function BLUE() {
    return { links: { b0: veth("10.0.0.3/24") } };
  }
});

describe("a way over a bridge that the host's masquerade has no effect on", () => {
  const masquerade = [{ source: "10.0.0.0/24", notOut: "br0" }];
  const router = {
    ...machine("o0", "10.0.0.254/24", "10.0.0.1"),
    sysctls: { "net.ipv4.ip_forward": "1" },
  };
  const lab = {
    host: { ...host, firewall: { masquerade } },
    RED: machine("r0", "10.0.0.2/24", "10.0.0.254"),
    R: router,
  };

  test("is told at the gateway of whoever takes it", () => {
    const [only, ...more] = crossed(factsOf(lab), 4).map(formatFault);
    expect(more).toEqual([]);
    expect(only).toContain('namespaces.RED.routes[0].via: "10.0.0.254": what RED sends by R crosses br0 before');
  });

  test.each<[string, Record<string, unknown>]>([
    ["the router translates itself", { ...lab, R: { ...router, firewall: { masquerade } } }],
    ["the router does not forward", { ...lab, R: { ...router, sysctls: {} } }],
    ["the router has a way of its own", { ...lab, R: { ...router, routes: [] } }],
    ["the host translates nothing", { ...lab, host }],
    ["the host is the gateway", { ...lab, RED: machine("r0", "10.0.0.2/24", "10.0.0.1") }],
  ])("is not told where %s", (_why, scopes) => {
    expect(crossed(factsOf(scopes), 4)).toEqual([]);
  });
});

test("a goto to a rule that only another document could have is told, and no fault", () => {
  const rules = [
    { priority: 100, goto: 150 },
    { priority: 110, goto: 120 },
    { priority: 120, from: "10.1.0.0/16", type: "blackhole" },
    { priority: 130, goto: 32766 },
  ];
  expect(
    ledElsewhere(factsOf({ RED: { ...machine("r0", "10.0.0.2/24", "10.0.0.1"), rules } })).map(formatFault),
  ).toEqual([
    "namespaces.RED.rules[0].goto: 150: no rule of IPv4 has this priority in RED, and until one does this rule is " +
      "passed over. Name the priority of a rule that is there, or declare one in rules.",
  ]);
});
