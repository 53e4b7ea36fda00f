import { expect, test } from "vitest";
import { divided } from "../../components/compile/expectations.ts";
import type { Expectation } from "../../net/schema/expectation.ts";
import { normalTopology } from "../../topology/topology.ts";

const LAB = {
  bridges: { br0: { address: "10.6.0.1/24" } },
  namespaces: { RED: { links: { eth0: { bridge: "br0", address: "10.6.0.9/24" } } } },
  networks: { br_xx: { subnet: "172.30.0.0/16" } },
  containers: {
    web: { image: "web", networks: { br_xx: { ip: "172.30.0.10" } }, publish: ["18080:80"] },
    wired: { image: "web", network: "none", links: { eth0: { bridge: "br0", address: "10.6.0.2/24" } } },
  },
};

const ON_HOST = { ...LAB, containers: { ...LAB.containers, open: { image: "web", network: "host" } } };

function when(topology: object, one: Expectation): "raw" | "across" {
  const { raw } = divided(normalTopology({ ...topology, expect: [one] }));
  return raw.length === 1 ? "raw" : "across";
}

test.each<[string, Expectation]>([
  ["starts in a container", { from: "web", ping: "10.6.0.1" }],
  ["names one", { from: "host", http: "http://web" }],
  ["goes to an address of a Docker network", { from: "host", ping: "172.30.0.10" }],
  ["goes to a wire of our own in a container", { from: "RED", tcp: "10.6.0.2:80" }],
  ["goes to a published port", { from: "host", tcp: "127.0.0.1:18080" }],
])("an expectation that %s is tried when the containers are there", (_what, one) => {
  expect(when(LAB, one)).toBe("across");
});

test.each<[string, Expectation]>([
  ["between namespaces and the host", { from: "RED", ping: "10.6.0.1" }],
  ["by name", { from: "host", ping: "RED" }],
  ["to a port that nobody publishes", { from: "RED", tcp: "10.6.0.1:22" }],
])("an expectation %s stays in the transaction of the raw network", (_what, one) => {
  expect(when(LAB, one)).toBe("raw");
});

test("with a container in the host's network, ports of the host wait for it, those of namespaces do not", () => {
  expect(when(ON_HOST, { from: "RED", tcp: "10.6.0.1:22" })).toBe("across");
  expect(when(ON_HOST, { from: "host", http: "http://127.0.0.1" })).toBe("across");
  expect(when(ON_HOST, { from: "host", tcp: "RED:22" })).toBe("raw");
  expect(when(ON_HOST, { from: "host", tcp: "10.6.0.9:22" })).toBe("raw");
  expect(when(ON_HOST, { from: "RED", ping: "10.6.0.1" })).toBe("raw");
});
