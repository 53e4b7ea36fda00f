// Generated from the schemas by `npm run docs`.
import type { VethLinkArgs } from "./veth-link.ts";
import type { BridgeLinkArgs } from "./bridge-link.ts";
import type { VlanLinkArgs } from "./vlan-link.ts";
import type { MacvlanLinkArgs } from "./macvlan-link.ts";
import type { MacvtapLinkArgs } from "./macvtap-link.ts";
import type { IpvlanLinkArgs } from "./ipvlan-link.ts";
import type { VxlanLinkArgs } from "./vxlan-link.ts";
import type { GreLinkArgs } from "./gre-link.ts";
import type { GretapLinkArgs } from "./gretap-link.ts";
import type { IpipLinkArgs } from "./ipip-link.ts";
import type { SitLinkArgs } from "./sit-link.ts";
import type { Ip6tnlLinkArgs } from "./ip6tnl-link.ts";
import type { WireguardLinkArgs } from "./wireguard-link.ts";
import type { BondLinkArgs } from "./bond-link.ts";
import type { VrfLinkArgs } from "./vrf-link.ts";
import type { DummyLinkArgs } from "./dummy-link.ts";
import type { IfbLinkArgs } from "./ifb-link.ts";
import type { TunLinkArgs } from "./tun-link.ts";
import type { TapLinkArgs } from "./tap-link.ts";
import type { ExistingLinkArgs } from "./existing-link.ts";

export type LinkArgs = VethLinkArgs | BridgeLinkArgs | VlanLinkArgs | MacvlanLinkArgs | MacvtapLinkArgs | IpvlanLinkArgs | VxlanLinkArgs | GreLinkArgs | GretapLinkArgs | IpipLinkArgs | SitLinkArgs | Ip6tnlLinkArgs | WireguardLinkArgs | BondLinkArgs | VrfLinkArgs | DummyLinkArgs | IfbLinkArgs | TunLinkArgs | TapLinkArgs | ExistingLinkArgs;
