import { describe, expect, test } from "vitest";
import { placeOf } from "../../providers/host/document-facts.ts";
import { faultsOf } from "../../providers/host/faults.ts";
import { formatFault, formatPath } from "../../validation/fault.ts";

const around = { host: "local", expect: {}, known: [], addressOf: () => undefined };
const faults = (scopes: Record<string, unknown>) => faultsOf({ ...around, scopes }).map(formatFault);
const paths = (scopes: Record<string, unknown>) => faultsOf({ ...around, scopes }).map(({ path }) => formatPath(path));

const veth = (address: string, peer: object = {}) => ({
  type: "veth",
  peer: { scope: "host", master: "br0", ...peer },
  addresses: [address],
});

/** RED and BLUE on a bridge, as a lab writes them. */
const lab = {
  host: { links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } }, sysctls: { "net.ipv4.ip_forward": "1" } },
  RED: { links: { reth0: veth("11.11.11.2/24") }, routes: [{ to: "default", via: "11.11.11.1" }] },
  BLUE: { links: { beth0: veth("11.11.11.3/24"), lo: { type: "loopback", addresses: ["10.255.0.1/32"] } } },
};

describe("the rules over a document", () => {
  test("find nothing in a lab", () => {
    expect(faults(lab)).toEqual([]);
  });

  test("do not miss what another document may declare: a bridge of the host, a namespace's links, a container", () => {
    expect(faults({ RED: lab.RED })).toEqual([]);
    expect(faults({ RED: { routes: [{ to: "default", via: "11.11.11.1" }] } })).toEqual([]);
    expect(faults({ RED: { links: { r0: { type: "veth", peer: { scope: "container:web" } } } } })).toEqual([]);
  });

  test("name an address twice in one segment, with both places", () => {
    const twin = { ...lab.BLUE, links: { beth0: veth("11.11.11.2/24") } };
    expect(faults({ ...lab, BLUE: twin })).toEqual([
      'namespaces.BLUE.links.beth0.addresses[0]: "11.11.11.2": RED has this address in the same segment, at ' +
        "namespaces.RED.links.reth0.addresses[0]. Give one of them another.",
    ]);
  });

  test("let a cable take packets of its bridge's size, as in a topology", () => {
    const br0 = { type: "bridge", mtu: 9000 };
    expect(faults({ host: { links: { br0 } }, RED: { links: { r0: veth("11.11.11.2/24") } } })).toEqual([]);
    expect(faults({ RED: { links: { r0: { ...veth("11.11.11.2/24"), mtu: 1400 } } } })).toEqual([]);
    const small = { ...veth("11.11.11.2/24"), mtu: 1400 };
    expect(faults({ host: { links: { br0 } }, RED: { links: { r0: small } } })).toEqual([
      "namespaces.RED.links.r0.mtu: 1400: bridge br0 takes 9000 bytes: larger packets are lost. Write 9000 at both.",
    ]);
  });

  test("hold between scopes that one cable joins", () => {
    const red = { links: { r0: { type: "veth", peer: { scope: "RED", name: "r0" } } } };
    expect(paths({ RED: red })).toEqual(["namespaces.RED.links.r0.peer.name"]);
    const both = {
      RED: { links: { r0: { type: "veth", peer: { scope: "BLUE", name: "b0" } } } },
      BLUE: { links: { b0: { type: "veth", peer: { scope: "RED", name: "r0" } } } },
    };
    expect(faults(both)).toHaveLength(1);
  });

  test.each([
    ["a name with a command", { host: { links: { "$(id)": { type: "bridge" } } } }, 'links["$(id)"]'],
    ["a name with a line feed", { host: { links: { "a\nb": { type: "bridge" } } } }, 'links["a\\nb"]'],
    ["a namespace that climbs", { "../x": {} }, 'namespaces["../x"]'],
    [
      "a peer with a command",
      { RED: { links: { r0: veth("10.0.0.2/24", { name: "x;y" }) } } },
      "namespaces.RED.links.r0.peer.name",
    ],
    [
      "an octal address",
      { host: { links: { br0: { type: "bridge", addresses: ["010.0.0.1/24"] } } } },
      "links.br0.addresses[0]",
    ],
    ["a type that is none", { host: { links: { br0: { type: "brigde" } } } }, "links.br0.type"],
    [
      "another type's field",
      { RED: { links: { r0: { ...veth("10.0.0.2/24"), stp: true } } } },
      "namespaces.RED.links.r0.stp",
    ],
    [
      "a gateway off link",
      { ...lab, RED: { ...lab.RED, routes: [{ to: "default", via: "11.11.12.1" }] } },
      "namespaces.RED.routes[0].via",
    ],
    [
      "a dev that is not there",
      { ...lab, RED: { ...lab.RED, routes: [{ to: "default", dev: "eth9" }] } },
      "namespaces.RED.routes[0].dev",
    ],
    [
      "a comment with a line feed",
      { host: { firewall: { forward: [{ comment: "x\nCOMMIT" }] } } },
      "firewall.forward[0].comment",
    ],
    [
      "a log prefix with a line feed",
      { host: { firewall: { filter: [{ chain: "input", verdict: "log", logPrefix: "x\n" }] } } },
      "firewall.filter[0].logPrefix",
    ],
    [
      "an interface of a rule with an option",
      { host: { firewall: { forward: [{ in: "-j" }] } } },
      "firewall.forward[0].in",
    ],
    [
      "loopback opened",
      { host: { sysctls: { "net.ipv4.conf.all.route_localnet": "1" } } },
      'sysctls["net.ipv4.conf.all.route_localnet"]',
    ],
    [
      "a port published twice",
      {
        host: {
          firewall: {
            publish: [
              { port: 80, to: "10.0.0.2" },
              { port: 80, to: "10.0.0.3" },
            ],
          },
        },
      },
      "firewall.publish[1]",
    ],
    ["an unknown key", { host: { link: {} } }, "link"],
  ])("refuse %s, and nothing else", (_name, scopes, path) => {
    expect(paths(scopes)).toEqual([path]);
  });

  test("check a peer's fields like those of any link", () => {
    expect(paths({ RED: { links: { r0: veth("10.0.0.2/24", { mtu: "x", adresses: [] }) } } }).sort()).toEqual([
      "namespaces.RED.links.r0.peer.adresses",
      "namespaces.RED.links.r0.peer.mtu",
    ]);
  });

  test("judge expectations by the names that are known", () => {
    const tried = (from: string) =>
      faultsOf({ ...around, known: ["container:web"], scopes: lab, expect: { it: { from, ping: "10.0.0.1" } } });
    expect(["host", "RED", "web", "container:web"].flatMap(tried)).toEqual([]);
    expect(tried("RDE").map(formatFault)).toEqual([
      'expect.it.from: "RDE": no such namespace or container is declared. Did you mean "RED"?',
    ]);
  });
});

test("a path of the typed document is a scope and a path inside it", () => {
  expect(placeOf(["links", "br0", "mtu"])).toEqual({ scope: "host", path: ["links", "br0", "mtu"] });
  expect(placeOf(["namespaces", "RED", "routes", 0])).toEqual({ scope: "RED", path: ["routes", 0] });
  expect(placeOf(["containers", "web", "links"])).toEqual({ scope: "container:web", path: ["links"] });
});
