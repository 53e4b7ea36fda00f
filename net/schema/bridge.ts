import { Type } from "typebox";
import { flag, mtu } from "../schema.ts";

/** The kernel's defaults (net/bridge/br_device.c, br_dev_setup). */
export const BRIDGE_DEFAULTS = { stp: false, vlanFiltering: false, ageing: 300, forwardDelay: 15 };

/** What a bridge has besides the fields of all links. */
export const bridgeFields = {
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes. Default: that of the smallest port, 1500 without one. Its ports take it over.",
    }),
  ),
  stp: Type.Optional(flag({ description: "Spanning tree protocol (802.1D).", default: BRIDGE_DEFAULTS.stp })),
  vlanFiltering: Type.Optional(
    flag({
      description: "Filter frames by VLAN tag on every port. The kernel must have CONFIG_BRIDGE_VLAN_FILTERING.",
      default: BRIDGE_DEFAULTS.vlanFiltering,
    }),
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
};
