import { Type } from "typebox";
import { flag, mtu } from "../schema.ts";
import { vlans } from "./bridge-vlans.ts";

/** The kernel's defaults (net/bridge/br_device.c, br_dev_setup, and br_multicast.c). */
export const BRIDGE_DEFAULTS = {
  stp: false,
  priority: 32768,
  vlanFiltering: false,
  ageing: 300,
  forwardDelay: 15,
  helloTime: 2,
  maxAge: 20,
  groupFwdMask: 0,
  mcastSnooping: true,
  mcastQuerier: false,
  mcastRouter: 1,
};

const calls = (program: string) =>
  Type.Optional(
    flag({
      description:
        `Frames that the bridge forwards pass ${program} (module br_netfilter), whatever the host's ` +
        `net.bridge.bridge-nf-call-${program} says. Default: the kernel makes a bridge without; where nothing is ` +
        "declared it stays as it is.",
    }),
  );

/** What a bridge has besides the fields of all links. */
export const bridgeFields = {
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes. Default: that of the smallest port, 1500 without one. Its ports take it over.",
    }),
  ),
  stp: Type.Optional(flag({ description: "Spanning tree protocol (802.1D).", default: BRIDGE_DEFAULTS.stp })),
  priority: Type.Optional(
    Type.Integer({
      description: "Which bridge is the root of the spanning tree: the one with the lowest.",
      minimum: 0,
      maximum: 65535,
      default: BRIDGE_DEFAULTS.priority,
      examples: [4096],
    }),
  ),
  vlanFiltering: Type.Optional(
    flag({
      description: "Filter frames by VLAN tag on every port. The kernel must have CONFIG_BRIDGE_VLAN_FILTERING.",
      default: BRIDGE_DEFAULTS.vlanFiltering,
    }),
  ),
  vlans: Type.Optional(
    vlans(
      "All VLANs that the bridge is in itself (`self` of `bridge vlan`): the frames of one that is `untagged` come to its " +
        "addresses, those of the others to `vlan` interfaces on it.",
    ),
  ),
  ageing: Type.Optional(
    Type.Integer({
      description: "Seconds after which a MAC address that nobody uses is forgotten; 0 makes the bridge a hub.",
      minimum: 0,
      maximum: 1_000_000,
      default: BRIDGE_DEFAULTS.ageing,
      examples: [60],
    }),
  ),
  forwardDelay: Type.Optional(
    Type.Integer({
      description: "Seconds that a port listens and learns before it forwards; only with `stp` does it matter.",
      minimum: 2,
      maximum: 30,
      default: BRIDGE_DEFAULTS.forwardDelay,
      examples: [4],
    }),
  ),
  helloTime: Type.Optional(
    Type.Integer({
      description: "Seconds between two frames of the spanning tree protocol, where the bridge is the root.",
      minimum: 1,
      maximum: 10,
      default: BRIDGE_DEFAULTS.helloTime,
      examples: [1],
    }),
  ),
  maxAge: Type.Optional(
    Type.Integer({
      description:
        "Seconds after which a root that is not heard of any more is given up, where the bridge is the root.",
      minimum: 6,
      maximum: 40,
      default: BRIDGE_DEFAULTS.maxAge,
      examples: [10],
    }),
  ),
  groupFwdMask: Type.Optional(
    Type.Integer({
      description:
        "Bit N forwards frames to 01:80:c2:00:00:0N, which no bridge does by itself: 0x4000 is LLDP. Not bits 0 to 2: " +
        "the spanning tree protocol, pause frames, LACP.",
      minimum: 0,
      maximum: 65535,
      default: BRIDGE_DEFAULTS.groupFwdMask,
      examples: [16384],
    }),
  ),
  mcastSnooping: Type.Optional(
    flag({
      description:
        "Multicast leaves by those ports alone that have members of the group (IGMP, MLD), once one asks for them.",
      default: BRIDGE_DEFAULTS.mcastSnooping,
    }),
  ),
  mcastQuerier: Type.Optional(
    flag({
      description: "The bridge asks for members of multicast groups itself, where no router does.",
      default: BRIDGE_DEFAULTS.mcastQuerier,
    }),
  ),
  mcastRouter: Type.Optional(
    Type.Integer({
      description:
        "Whether the host itself is a multicast router, which gets all multicast: 0 never, 1 where it is known to be one, 2 always.",
      minimum: 0,
      maximum: 2,
      default: BRIDGE_DEFAULTS.mcastRouter,
      examples: [2],
    }),
  ),
  nfCallIptables: calls("iptables"),
  nfCallIp6tables: calls("ip6tables"),
  nfCallArptables: calls("arptables"),
};
