import { expect, test } from "vitest";
import { checkDocument } from "../../providers/host/check.ts";
import type { Transport } from "../../providers/host/transport/transport.ts";

/** Nothing is asked of a host while a document is only checked. */
const nowhere = new Proxy({} as Transport, {
  get(_, property) {
    throw new Error(`asked for ${String(property)}`);
  },
});

const paths = (scopes: Record<string, unknown>, expectation: object = {}) => {
  const texts = Object.fromEntries(Object.entries(scopes).map(([name, scope]) => [name, JSON.stringify(scope)]));
  const expect = { it: JSON.stringify({ from: "host", ping: "10.0.0.9", ...expectation }) };
  const wire = {
    host: "local",
    owner: "bridgework:a/b/c",
    adopt: false,
    scopes: texts,
    expect,
    containers: {},
    around: {},
  };
  return checkDocument(wire, nowhere).failures.map(({ reason }) => reason.split(": ")[0]);
};

test("every fault of a document is told with its path, also where the addresses of expectations are wrong", () => {
  const host = {
    links: { br0: { type: "bridge", addresses: ["10.0.0.1/33"] }, e0: { type: "veth" } },
    routes: [{ to: "x" }],
    sysctls: { "kernel.x": "1" },
  };
  expect(paths({ host }).sort()).toEqual([
    "links.br0.addresses[0]",
    "links.e0.peer",
    "routes[0].to",
    'sysctls["kernel.x"]',
  ]);
});

test.each<[string, unknown, string]>([
  ["no scope", null, "namespaces.RED"],
  ["no links", { links: 5 }, "namespaces.RED.links"],
  ["no link", { links: { e0: null } }, "namespaces.RED.links.e0"],
  [
    "no addresses",
    { links: { lo: { type: "loopback", addresses: "10.0.0.1/32" } } },
    "namespaces.RED.links.lo.addresses",
  ],
  ["no address", { links: { lo: { type: "loopback", addresses: [7] } } }, "namespaces.RED.links.lo.addresses[0]"],
])("what is %s is a fault there, and no crash", (_name, scope, path) => {
  expect(paths({ RED: scope })).toEqual([path]);
});

test.each(["gre0", "gretap0", "erspan0", "tunl0", "sit0", "ip6tnl0"])(
  "%s is the kernel's, whatever its type",
  (name) => {
    expect(paths({ RED: { links: { [name]: { type: "dummy" } } } })).toEqual([`namespaces.RED.links.${name}`]);
    expect(paths({ RED: { links: { eth0: { type: "veth", peer: { scope: "host", name } } } } })).toEqual([
      "namespaces.RED.links.eth0.peer.name",
    ]);
  },
);
