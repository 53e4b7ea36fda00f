// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";

export interface ExistingInterfaceArgs {
  /**
   * An interface that is there and stays somebody else's, a card for one, or the host's `lo`: it is used, and what is
   * declared of it is given back when it is no more. Of the host, of a container, or of a namespace that another
   * declaration makes.
   *
   * @example "existing"
   */
  type: "existing";
  /**
   * The bridge, in the same scope, that this link is a port of, the bond that it is a member of, or the VRF whose
   * table it goes by. On the host it may be one that is not ours: it is used and left as it is. Default: none.
   *
   * @example "br0"
   */
  master?: pulumi.Input<string> | undefined;
  /**
   * What becomes of packets that leave by this interface, as `tc qdisc add ... root netem` (the kernel's module
   * sch_netem). For those that come in: `shaping` of the other end. Default: none.
   *
   * @example { delay: "40ms", loss: "1%" }
   * @example { rate: "10mbit", limit: 100 }
   */
  shaping?: pulumi.Input<ShapingArgs> | undefined;
  /**
   * IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those
   * to an IPv6 subnet by the last.
   *
   * @default []
   * @example ["11.11.11.1/24", "fd00::1/64"]
   */
  addresses?: pulumi.Input<pulumi.Input<string | AddressArgs>[]> | undefined;
  /**
   * Moves an interface of the host here, under this name, as `ip link set netns`; it goes back when it is no more
   * declared. Nothing may use it there: no address, no master. The kernel moves no bridge, bond or VRF. Default: it is
   * here already.
   *
   * @example "host/eth1"
   */
  from?: pulumi.Input<string> | undefined;
  /**
   * Administrative state, as `ip link set up|down`. Default: as it is; with `from`, up.
   *
   * @example true
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Largest packet in bytes. Default: as it is. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Hardware address. Default: as it is.
   *
   * @example "02:00:00:00:00:01"
   */
  mac?: pulumi.Input<string> | undefined;
  /**
   * What it is as a port of the bridge that `master` names, as `bridge link set`, `bridge vlan` and `bridge fdb`.
   * Default: each property as it is there; with `from`, as at a port that nobody touched.
   *
   * @example { isolated: true }
   * @example { hairpin: true, learning: false, cost: 50 }
   */
  port?: pulumi.Input<BridgePortArgs> | undefined;
}
