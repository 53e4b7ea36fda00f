// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/** The other end of a tunnel. */
export interface WireguardLinkPeerArgs {
  /**
   * The peer's public key, as `wg pubkey` prints it.
   *
   * @example "3MyZ6CvFOCGNdsdQH2bEHeGQUvXCpSUAlr3dBqgXrlw="
   */
  publicKey: pulumi.Input<string>;
  /**
   * A secret that both ends have besides, as `wg genpsk` makes one. Default: none. To and from none, and to another
   * one, it changes in place.
   *
   * @example "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE="
   */
  presharedKey?: pulumi.Input<string> | undefined;
  /**
   * Where its packets go, `ADDRESS:PORT`, an address of IPv6 in brackets. Default: where its last packet came from.
   * One that is declared is kept: leave it out for a peer that roams.
   *
   * @example "192.0.2.2:51820"
   * @example "[2001:db8::2]:51820"
   */
  endpoint?: pulumi.Input<string> | undefined;
  /**
   * Networks that are the peer's: packets to them go to it, and of what it sends all others are dropped. No two peers
   * of an interface have the same. Routes to them are declared as any others.
   *
   * @default []
   * @example ["10.0.2.0/24", "fd00:2::/64"]
   */
  allowedIps?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Seconds after which an empty packet tells the way back through NAT that the peer is there. 0 sends none. From 0 to
   * 65535.
   *
   * @default 0
   * @example 25
   */
  keepalive?: pulumi.Input<number> | undefined;
}
