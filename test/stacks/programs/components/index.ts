import * as pulumi from "@pulumi/pulumi";
import { Bridge, HostNetwork, Namespace, Publish } from "../../../../components/index.ts";

/** What a test changes of this program. */
interface Settings {
  ports: string[];
  adopt?: boolean;
  /** The last address of a link, which the program takes from another resource. */
  address?: string;
}

const { ports, adopt, address: late } = new pulumi.Config().requireObject<Settings>("settings");

const br0 = new Bridge("br0", { address: "11.11.11.1/24", nat: true, forward: true });
const red = new Namespace("RED", {
  links: { reth0: { bridge: br0, address: "11.11.11.2/24" } },
  gateway: br0.gateway,
});
new Publish("web", { ports, to: red.address });
const proof = new HostNetwork("proof", { expect: [{ from: red.name, ping: br0.gateway }] });

// An id is known only when the resource has been made: until then, so is this address.
const last = proof.id.apply((id) => `11.11.11.${id.length}/24`);
new Namespace("LATE", { links: { leth0: { bridge: br0, address: last } } });

if (adopt !== undefined) new HostNetwork("taken", { links: { old0: { type: "bridge", mtu: 1300 } }, adopt });

if (late !== undefined) {
  const links = { weth0: { bridge: br0, address: br0.name.apply(() => late), mac: br0.name.apply(() => "zz") } };
  new Namespace("WRONG", { links, gateway: br0.gateway });
}

export const bridge = br0.name;
export const gateway = br0.gateway;
export const subnet = br0.subnet;
export const namespace = red.name;
export const address = red.address;
