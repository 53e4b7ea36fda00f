// Generated from the schemas by `npm run docs`.
import type { BridgeInterfaceArgs } from "./bridge-interface.ts";
import type { VethInterfaceArgs } from "./veth-interface.ts";
import type { VlanInterfaceArgs } from "./vlan-interface.ts";
import type { MacvlanInterfaceArgs } from "./macvlan-interface.ts";
import type { MacvtapInterfaceArgs } from "./macvtap-interface.ts";
import type { IpvlanInterfaceArgs } from "./ipvlan-interface.ts";
import type { VxlanInterfaceArgs } from "./vxlan-interface.ts";
import type { GreInterfaceArgs } from "./gre-interface.ts";
import type { GretapInterfaceArgs } from "./gretap-interface.ts";
import type { IpipInterfaceArgs } from "./ipip-interface.ts";
import type { SitInterfaceArgs } from "./sit-interface.ts";
import type { Ip6tnlInterfaceArgs } from "./ip6tnl-interface.ts";
import type { WireguardInterfaceArgs } from "./wireguard-interface.ts";
import type { BondInterfaceArgs } from "./bond-interface.ts";
import type { VrfInterfaceArgs } from "./vrf-interface.ts";
import type { DummyInterfaceArgs } from "./dummy-interface.ts";
import type { IfbInterfaceArgs } from "./ifb-interface.ts";
import type { TunInterfaceArgs } from "./tun-interface.ts";
import type { TapInterfaceArgs } from "./tap-interface.ts";
import type { ExistingInterfaceArgs } from "./existing-interface.ts";
import type { LoopbackInterfaceArgs } from "./loopback-interface.ts";

export type InterfaceArgs = BridgeInterfaceArgs | VethInterfaceArgs | VlanInterfaceArgs | MacvlanInterfaceArgs | MacvtapInterfaceArgs | IpvlanInterfaceArgs | VxlanInterfaceArgs | GreInterfaceArgs | GretapInterfaceArgs | IpipInterfaceArgs | SitInterfaceArgs | Ip6tnlInterfaceArgs | WireguardInterfaceArgs | BondInterfaceArgs | VrfInterfaceArgs | DummyInterfaceArgs | IfbInterfaceArgs | TunInterfaceArgs | TapInterfaceArgs | ExistingInterfaceArgs | LoopbackInterfaceArgs;
