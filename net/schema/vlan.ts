import { Type } from "typebox";
import { flag, mac, mtu, object, parentName, words } from "../schema.ts";

/** The kernel's defaults (net/8021q/vlan_netlink.c). */
export const VLAN_DEFAULTS = {
  protocol: "802.1Q",
  reorderHdr: true,
  gvrp: false,
  mvrp: false,
  looseBinding: false,
  bridgeBinding: false,
} as const;

/** What a frame is for the switches on its way (802.1p), and what a packet is for the queues of this host. */
const TAG = { minimum: 0, maximum: 7 };
const PACKET = { minimum: 0, maximum: 4_294_967_295 };

const qosMap = (from: typeof TAG, to: typeof TAG, description: string) =>
  Type.Optional(
    Type.Array(
      object(
        {
          from: Type.Integer({ description: "The priority that it has. Each once.", ...from, examples: [3] }),
          to: Type.Integer({ description: "The priority that it gets.", ...to, minimum: 1, examples: [5] }),
        },
        { description: "A priority for another.", examples: [{ from: 3, to: 5 }] },
      ),
      { description, default: [], examples: [[{ from: 3, to: 5 }]] },
    ),
  );

/** What a VLAN has besides the fields of all links. */
export const vlanFields = {
  parent: parentName({
    description: "The interface whose tagged frames are its own. One of the same scope, or of the host: `host/eth0`.",
    examples: ["eth0", "host/eth0"],
  }),
  id: Type.Integer({ description: "The tag's VLAN number.", minimum: 1, maximum: 4094, examples: [10] }),
  protocol: Type.Optional(
    words(["802.1Q", "802.1ad"], {
      description: "Which tags: those of customers (C-tags), or of providers around these (S-tags, QinQ).",
      default: VLAN_DEFAULTS.protocol,
      examples: ["802.1ad"],
    }),
  ),
  mac: Type.Optional(mac({ description: "Hardware address. Default: the parent's." })),
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes, not above the parent's. Default: what the bridge that it is a port of says, else the parent's.",
    }),
  ),
  reorderHdr: Type.Optional(
    flag({
      description: "Frames are seen without their tag here, as if it had never been there.",
      default: VLAN_DEFAULTS.reorderHdr,
    }),
  ),
  gvrp: Type.Optional(
    flag({ description: "Announces the VLAN to switches by GVRP (802.1Q).", default: VLAN_DEFAULTS.gvrp }),
  ),
  mvrp: Type.Optional(
    flag({ description: "Announces the VLAN to switches by MVRP (802.1ak).", default: VLAN_DEFAULTS.mvrp }),
  ),
  looseBinding: Type.Optional(
    flag({
      description: "It may be up while its parent is down; otherwise it goes down and comes up with its parent.",
      default: VLAN_DEFAULTS.looseBinding,
    }),
  ),
  bridgeBinding: Type.Optional(
    flag({
      description:
        "On a bridge that has VLANs: it has a carrier while a port that is in its VLAN has one, instead of any port.",
      default: VLAN_DEFAULTS.bridgeBinding,
    }),
  ),
  ingressQosMap: qosMap(
    TAG,
    PACKET,
    "Which priority packets get here by the priority of the tag that they come with (`ingress-qos-map` of ip): 0, where " +
      "none is said.",
  ),
  egressQosMap: qosMap(
    PACKET,
    TAG,
    "Which priority the tag gets by that of the packet (`egress-qos-map` of ip), as a program or iptables' CLASSIFY sets " +
      "it: 0, where none is said.",
  ),
};
