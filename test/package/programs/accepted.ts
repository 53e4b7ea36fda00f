import * as pulumi from "@pulumi/pulumi";
import {
  Bridge,
  type BridgeArgs,
  DockerContainer,
  DockerNetwork,
  HostNetwork,
  Lab,
  Namespace,
  type NamespaceArgs,
  Publish,
} from "bridgework";

// Every form of a link that the documentation names, with the component or the name in the place of a bridge.
const settings: BridgeArgs = { name: "br0", address: "11.11.11.1/24", stp: true, mtu: pulumi.output(1400) };
const bridge = new Bridge("lab-bridge", settings);
const wired: NamespaceArgs["links"] = {
  r1: { bridge, address: pulumi.interpolate`11.11.11.2/24` },
  r2: { bridge: bridge.name, addresses: ["11.11.11.3/24", { address: "10.0.0.1/32", peer: "10.0.0.2/32" }] },
  r3: { peer: { namespace: "R3", name: "r2", address: "10.23.0.2/30" }, address: "10.23.0.1/30" },
  br1: { type: "bridge", stp: true, forwardDelay: 4 },
  p1: { peer: "p1h", master: "br1", mac: "02:00:00:00:00:01", up: false },
};
const red = new Namespace("R2", {
  name: "RED",
  links: wired,
  gateway: [bridge.gateway, "fd00::1"],
  publish: ["18080:80", { published: 53, target: 53, protocol: "udp" }],
  routes: [{ to: "10.20.0.0/16", via: bridge.gateway, table: "main" }],
  firewall: { filter: [{ chain: "input", protocol: "tcp", ports: [22, "8000-8010"], verdict: "accept" }] },
  loopback: { addresses: ["10.255.0.1/32"] },
});
new Namespace("LATER", { links: pulumi.output({ e0: { bridge: "br0" } }), sysctls: { "net.ipv4.ip_forward": "1" } });
new Publish("web", { ports: ["18080:80"], to: red.address });

const network = new DockerNetwork("lab", { subnet: pulumi.output("172.30.0.0/16"), driver: "bridge" });
new DockerContainer("web", { image: "web", networks: { lab: { of: network, ip: "172.30.0.10" } } });
new DockerContainer("twin", { image: pulumi.output("web"), env: { PASSWORD: pulumi.secret("x") }, command: ["true"] });

const document = new HostNetwork("document", {
  links: {
    br9: { type: "bridge", addresses: ["10.9.0.1/24"] },
    v0: { type: "veth", peer: { scope: "BLUE", name: "v1", mtu: 1400 }, master: "br9" },
    lo: { type: "loopback", addresses: ["10.255.0.9/32"] },
  },
  namespaces: { BLUE: { routes: [{ to: "default", dev: "v1" }], neighbours: [] } },
  expect: [
    { from: "host", ping: red.address, timeout: 5 },
    { from: "BLUE", http: { url: "http://x/", status: 204 } },
  ],
  adopt: false,
});
new Lab("whole", { topology: { bridges: { br8: { nat: true } } } });

export const owner: pulumi.Output<string> = document.owner;
