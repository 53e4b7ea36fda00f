// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * A Docker network.
 *
 * @example { subnet: "172.30.0.0/16", gateway: "172.30.0.1" }
 */
export interface DockerNetworkArgs {
  /**
   * Docker's name of the network. Default: the resource's name.
   *
   * @example "br_xx"
   */
  name?: string | undefined;
  /**
   * Docker's network driver. Containers have host and none by their own `network`.
   *
   * @default "bridge"
   * @example "macvlan"
   */
  driver?: pulumi.Input<"bridge" | "macvlan" | "ipvlan" | "overlay"> | undefined;
  /**
   * Subnet, or a list for IPv4 and IPv6. Default: Docker chooses one from its pools. At most 16.
   *
   * @example "172.30.0.0/16"
   * @example ["172.30.0.0/16", "fd30::/64"]
   */
  subnet?: pulumi.Input<string | pulumi.Input<string>[]> | undefined;
  /**
   * The gateway's address, one for each subnet. Default: the first address of the subnet. At most 16.
   *
   * @example "172.30.0.1"
   */
  gateway?: pulumi.Input<string | pulumi.Input<string>[]> | undefined;
  /**
   * Where Docker takes the addresses of containers that name none. Default: the whole subnet. At most 16.
   *
   * @example "172.30.128.0/17"
   */
  ipRange?: pulumi.Input<string | pulumi.Input<string>[]> | undefined;
  /**
   * Addresses that belong to something else and that Docker gives to nobody, by name.
   *
   * @default {}
   * @example { printer: "172.30.0.200" }
   */
  auxAddresses?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * No way out: no NAT, and nothing is forwarded from or to it.
   *
   * @default false
   * @example true
   */
  internal?: pulumi.Input<boolean> | undefined;
  /**
   * Overlay only: containers that are no swarm service may join.
   *
   * @default false
   * @example true
   */
  attachable?: pulumi.Input<boolean> | undefined;
  /**
   * Interface of the host below macvlan and ipvlan, which need one. A VLAN (`eth1.10`) that is not there the engine
   * makes, and takes away with the network. Default: none.
   *
   * @example "eth1"
   * @example "eth1.10"
   */
  parent?: pulumi.Input<string> | undefined;
  /**
   * Driver bridge: name of its interface on the host. Default: `br-` and the network's id.
   *
   * @example "br-lab"
   */
  bridge?: pulumi.Input<string> | undefined;
  /**
   * Largest packet in bytes. Default: the engine's, 1500. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Further options of the driver. How containers on one parent reach each other: `macvlan_mode` is bridge (default),
   * private, vepa or passthru; `ipvlan_mode` l2 (default), l3 or l3s, and `ipvlan_flag` bridge (default), private or
   * vepa.
   *
   * @default {}
   * @example { ipvlan_mode: "l3" }
   * @example { macvlan_mode: "private" }
   */
  options?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Labels, besides the mark of our own.
   *
   * @default {}
   * @example { purpose: "lab" }
   */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}
