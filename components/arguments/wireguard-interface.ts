// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { WireguardLinkPeerArgs } from "./wireguard-link-peer.ts";

export interface WireguardInterfaceArgs {
  /**
   * A tunnel of encrypted packets of IP to peers that are known by their keys.
   *
   * @example "wireguard"
   */
  type: "wireguard";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
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
   * The interface's private key, as `wg genkey` prints it: a secret of the stack. It is handed to the kernel by
   * standard input, and stands in clear in no state, plan, message or command line.
   *
   * @example "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="
   */
  privateKey: pulumi.Input<string>;
  /**
   * UDP port that it listens on. Default: one that the kernel chooses. From 1 to 65535.
   *
   * @example 51820
   */
  listenPort?: pulumi.Input<number> | undefined;
  /**
   * Mark of outer packets, by which rules choose their route. 0 is none. From 0 to 4294967295.
   *
   * @default 0
   * @example 51820
   */
  fwmark?: pulumi.Input<number> | undefined;
  /**
   * The other ends. Peers that somebody else has put in stay as they are.
   *
   * @default []
   * @example [{ publicKey: "3MyZ6CvFOCGNdsdQH2bEHeGQUvXCpSUAlr3dBqgXrlw=", allowedIps: ["10.0.2.0/24"] }]
   */
  peers?: pulumi.Input<pulumi.Input<WireguardLinkPeerArgs>[]> | undefined;
  /**
   * Largest packet in bytes. From 68 to 65535.
   *
   * @default 1420
   * @example 1380
   */
  mtu?: pulumi.Input<number> | undefined;
}
