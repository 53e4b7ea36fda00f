// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";
import type { VxlanLinkFdbArgs } from "./vxlan-link-fdb.ts";

export interface VxlanInterfaceArgs {
  /**
   * Ethernet through UDP, to the same network number on other hosts.
   *
   * @example "vxlan"
   */
  type: "vxlan";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Hardware address. Default: one of its own, that it keeps for its life.
   *
   * @example "02:00:00:00:00:01"
   */
  mac?: pulumi.Input<string> | undefined;
  /**
   * The bridge, in the same scope, that this link is a port of, the bond that it is a member of, or the VRF whose
   * table it goes by. On the host it may be one that is not ours: it is used and left as it is. Default: none.
   *
   * @example "br0"
   */
  master?: pulumi.Input<string> | undefined;
  /**
   * What it is as a port of its bridge, as `bridge link set`, `bridge vlan` and `bridge fdb`. Default: each property
   * as at a port that nobody touched.
   *
   * @example { isolated: true }
   * @example { hairpin: true, learning: false, cost: 50 }
   */
  port?: pulumi.Input<BridgePortArgs> | undefined;
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
   * The network's number (VNI): hosts with the same one are on one Ethernet. Default: none, which only `external` does
   * without. From 0 to 16777215.
   *
   * @example 100
   */
  id?: pulumi.Input<number> | undefined;
  /**
   * The interface, in the same scope, that outer packets leave by (`dev` of ip). Default: as the routes say. Needed
   * with a multicast `remote`. To take it away it is made anew.
   *
   * @example "eth0"
   */
  parent?: pulumi.Input<string> | undefined;
  /**
   * Where frames go whose place is not known: the other end, or the multicast group that all ends join (`remote` and
   * `group` of ip). Default: nowhere but to what `fdb` says. To another IP version, or from IPv6 to none, it is made
   * anew.
   *
   * @example "192.0.2.2"
   * @example "239.1.1.1"
   */
  remote?: pulumi.Input<string> | undefined;
  /**
   * Source of the outer packets. Default: as the routes say.
   *
   * @example "192.0.2.1"
   */
  local?: pulumi.Input<string> | undefined;
  /**
   * UDP port of all ends. `ip` itself takes 8472 where nobody says one. From 1 to 65535.
   *
   * @default 4789
   * @example 8472
   */
  dstport?: pulumi.Input<number> | undefined;
  /**
   * UDP source ports, `LOW-HIGH`: flows are spread over these. Default: the host's local ports.
   *
   * @example "49152-65535"
   */
  srcport?: pulumi.Input<string> | undefined;
  /**
   * Time to live of outer packets, 1 to 255; 0 is the kernel's own, `inherit` that of the inner packet. To and from
   * `inherit` it is made anew. From 0 to 255.
   *
   * @default 0
   * @example 64
   */
  ttl?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * Type of service of outer packets, or `inherit` the inner packet's. From 0 to 255.
   *
   * @default 0
   * @example 16
   */
  tos?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * Whether outer packets of IPv4 must not be fragmented, or as the inner one says.
   *
   * @default "unset"
   * @example "set"
   */
  df?: pulumi.Input<"unset" | "set" | "inherit"> | undefined;
  /**
   * Flow label of outer packets of IPv6. From 0 to 1048575.
   *
   * @default 0
   * @example 5
   */
  flowlabel?: pulumi.Input<number> | undefined;
  /**
   * Remembers from which end a MAC address came. Default: true, false with `external`.
   *
   * @example false
   */
  learning?: pulumi.Input<boolean> | undefined;
  /**
   * Seconds after which an address that was learned and is not used is forgotten. From 1 to 4294967295.
   *
   * @default 300
   * @example 60
   */
  ageing?: pulumi.Input<number> | undefined;
  /**
   * Forwarding entries at most; 0 is without limit. From 0 to 4294967295.
   *
   * @default 0
   * @example 1000
   */
  maxaddress?: pulumi.Input<number> | undefined;
  /**
   * Answers ARP and neighbour discovery for what the neighbour table has.
   *
   * @default false
   * @example true
   */
  proxy?: pulumi.Input<boolean> | undefined;
  /**
   * Route short circuit: routes what is for a router it knows by itself.
   *
   * @default false
   * @example true
   */
  rsc?: pulumi.Input<boolean> | undefined;
  /**
   * Tells programs of MAC addresses whose place is not known (netlink).
   *
   * @default false
   * @example true
   */
  l2miss?: pulumi.Input<boolean> | undefined;
  /**
   * Tells programs of IP addresses whose MAC address is not known (netlink).
   *
   * @default false
   * @example true
   */
  l3miss?: pulumi.Input<boolean> | undefined;
  /**
   * Checksums in outer UDP over IPv4.
   *
   * @default true
   * @example false
   */
  udpcsum?: pulumi.Input<boolean> | undefined;
  /**
   * Sends outer UDP over IPv6 without a checksum.
   *
   * @default false
   * @example true
   */
  udp6zerocsumtx?: pulumi.Input<boolean> | undefined;
  /**
   * Takes outer UDP over IPv6 without a checksum.
   *
   * @default false
   * @example true
   */
  udp6zerocsumrx?: pulumi.Input<boolean> | undefined;
  /**
   * A program or a filter says for each packet where it goes; without `id`.
   *
   * @default false
   * @example true
   */
  external?: pulumi.Input<boolean> | undefined;
  /**
   * Group policy extension: carries the mark of packets along.
   *
   * @default false
   * @example true
   */
  gbp?: pulumi.Input<boolean> | undefined;
  /**
   * Ends that frames go to, besides `remote`: a list of those with whom one Ethernet is shared, or the place of single
   * addresses. What the vxlan learns is let be.
   *
   * @default []
   * @example [{ dst: "192.0.2.3" }, { dst: "192.0.2.4" }]
   * @example [{ mac: "02:00:00:00:00:09", dst: "192.0.2.3" }]
   */
  fdb?: pulumi.Input<pulumi.Input<VxlanLinkFdbArgs>[]> | undefined;
  /**
   * With `external`: takes the network numbers alone that a table lists.
   *
   * @default false
   * @example true
   */
  vnifilter?: pulumi.Input<boolean> | undefined;
  /**
   * Largest packet in bytes. Default: what the bridge that it is a port of says, else what the parent takes (1500
   * without one) less 50, or 70 where the outer packets are of IPv6. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
}
