// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

export interface PortArgs {
  /**
   * Port of the host, or a range as text. From 1 to 65535.
   *
   * @example 18080
   * @example "8000-8010"
   */
  published: pulumi.Input<number | string>;
  /**
   * Port of the service, or a range of the same length. From 1 to 65535.
   *
   * @example 80
   */
  target: pulumi.Input<number | string>;
  /**
   * Only on this address of the host. Default: on every one, of IPv4 and of IPv6 as far as the service has an address
   * of it. Containers may have 127.0.0.1; namespaces have no loopback address: see `firewall.publish`.
   *
   * @example "192.168.104.2"
   */
  hostIp?: pulumi.Input<string> | undefined;
  /**
   * The protocol.
   *
   * @default "tcp"
   * @example "udp"
   */
  protocol?: pulumi.Input<"tcp" | "udp" | "sctp"> | undefined;
}
