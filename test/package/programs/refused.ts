import { Bridge, DockerContainer, DockerNetwork, HostNetwork, Lab, Namespace, Publish } from "bridgework";

// @ts-expect-error a misspelt field
new Bridge("a", { adress: "11.11.11.1/24" });
// @ts-expect-error a number where text belongs
new Bridge("b", { address: 11 });
// @ts-expect-error a field of another type of link
new Namespace("c", { links: { br1: { type: "bridge", peer: "x" } } });
// @ts-expect-error a misspelt field inside a link
new Namespace("d", { links: { e0: { bridge: "br0", adress: "11.11.11.2/24" } } });
// @ts-expect-error a verdict that there is not
new Namespace("e", { firewall: { filter: [{ chain: "input", verdict: "alow" }] } });
// @ts-expect-error a type of link that there is not
new HostNetwork("f", { links: { br0: { type: "brigde" } } });
// @ts-expect-error a misspelt field of a link
new HostNetwork("g", { links: { br0: { type: "bridge", adresses: ["10.0.0.1/24"] } } });
// @ts-expect-error a misspelt field of a route
new HostNetwork("h", { routes: [{ too: "default" }] });
// @ts-expect-error a number where a route belongs
new HostNetwork("i", { routes: [42] });
// @ts-expect-error a misspelt list of rules
new HostNetwork("j", { firewall: { masq: [] } });
// @ts-expect-error a link without its type
new HostNetwork("k", { namespaces: { RED: { links: { e0: { mtu: 1400 } } } } });
// @ts-expect-error a driver that there is not
new DockerNetwork("l", { driver: "brigde" });
// @ts-expect-error a container without an image
new DockerContainer("m", { command: ["true"] });
// @ts-expect-error no list of ports
new Publish("n", { to: "11.11.11.2" });
// @ts-expect-error a misspelt key of a topology
new Lab("o", { topology: { bridgs: {} } });
