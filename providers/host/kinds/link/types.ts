import { bond } from "./bond.ts";
import { bridge } from "./bridge.ts";
import { dummy, ifb } from "./ethernet.ts";
import { gre, gretap } from "./gre.ts";
import { ip6tnl } from "./ip6tnl.ts";
import { ipip, sit } from "./iptunnel.ts";
import { ipvlan } from "./ipvlan.ts";
import { loopback } from "./loopback.ts";
import { macvlan, macvtap } from "./macvlan.ts";
import { tap, tun } from "./tuntap.ts";
import type { LinkType } from "./type.ts";
import { veth } from "./veth.ts";
import { vlan } from "./vlan.ts";
import { vrf } from "./vrf.ts";
import { vxlan } from "./vxlan.ts";
import { wireguard } from "./wireguard.ts";

/** Every type of link that can be declared. */
export const LINK_TYPES: readonly LinkType[] = [
  bridge,
  veth,
  vlan,
  macvlan,
  macvtap,
  ipvlan,
  vxlan,
  gre,
  gretap,
  ipip,
  sit,
  ip6tnl,
  wireguard,
  bond,
  vrf,
  dummy,
  ifb,
  tun,
  tap,
  loopback,
];

export function linkType(type: unknown): LinkType | undefined {
  return LINK_TYPES.find((candidate) => candidate.type === type);
}
