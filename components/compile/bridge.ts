import { formatCidr, network, parseCidr } from "../../net/ip.ts";
import type { Bridge } from "../../topology/bridge.ts";
import type { Fragment } from "./fragment.ts";
import { tidy } from "./fragment.ts";
import { endJson } from "./link.ts";

const FORWARDING = { 4: "net.ipv4.ip_forward", 6: "net.ipv6.conf.all.forwarding" } as const;

/** What a bridge on the host means: the interface, and for `nat` and `forward` rules for each of its subnets. */
export function compileBridge(name: string, bridge: Bridge): Fragment {
  const { nat, forward, ...link } = bridge;
  const subnets = bridge.addresses.map(({ address }) => network(parseCidr(address)));
  const texts = subnets.map(formatCidr);
  const firewall = tidy({
    masquerade: nat ? texts.map((source) => ({ source, notOut: name })) : [],
    forward: forward ? texts.flatMap((subnet) => [{ source: subnet }, { destination: subnet }]) : [],
  });
  const sysctls = forward ? Object.fromEntries(subnets.map(({ family }) => [FORWARDING[family], "1"])) : {};
  return { host: { links: { [name]: { type: "bridge", ...endJson(link) } }, ...tidy({ sysctls, firewall }) } };
}
