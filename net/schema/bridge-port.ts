import { type Static, Type } from "typebox";
import { flag, object } from "../schema.ts";
import { vlans } from "./bridge-vlans.ts";
import { stationsSchema } from "./fdb.ts";

/** What a port is that nobody touched (net/bridge/br_if.c, new_nbp). */
export const PORT_DEFAULTS = {
  priority: 32,
  hairpin: false,
  guard: false,
  rootBlock: false,
  fastleave: false,
  learning: true,
  flood: true,
  mcastFlood: true,
  bcastFlood: true,
  mcastRouter: 1,
  mcastToUnicast: false,
  groupFwdMask: 0,
  neighSuppress: false,
  proxyArp: false,
  proxyArpWifi: false,
  vlanTunnel: false,
  isolated: false,
  locked: false,
} as const;

type Switch = { [Name in keyof typeof PORT_DEFAULTS]: (typeof PORT_DEFAULTS)[Name] extends boolean ? Name : never };

const switched = (name: Switch[keyof Switch], description: string) =>
  Type.Optional(flag({ description, default: PORT_DEFAULTS[name] }));

/** What `ip link set ... type bridge_slave` and `bridge link set` say of one port of a bridge. */
export const portSchema = object(
  {
    cost: Type.Optional(
      Type.Integer({
        description:
          "Path cost of the spanning tree protocol. Default: 2 for a veth; of another type what the kernel makes of its " +
          "speed when it joins the bridge, and no other one is drift then.",
        minimum: 1,
        maximum: 65535,
        examples: [100],
      }),
    ),
    priority: Type.Optional(
      Type.Integer({
        description: "Which of several ports to one bridge the spanning tree protocol takes: the lowest.",
        minimum: 0,
        maximum: 63,
        default: PORT_DEFAULTS.priority,
        examples: [16],
      }),
    ),
    hairpin: switched("hairpin", "A frame may leave by the port that it came in by."),
    guard: switched("guard", "BPDU guard: a frame of the spanning tree protocol that comes in disables the port."),
    rootBlock: switched("rootBlock", "Never leads to the root of the spanning tree."),
    fastleave: switched("fastleave", "A multicast group is left at once, without asking for other members."),
    learning: switched("learning", "Remembers the source addresses of frames that come in."),
    flood: switched("flood", "Frames to an address that nobody knows the port of leave here too."),
    mcastFlood: switched("mcastFlood", "Multicast that no member is known of leaves here too."),
    bcastFlood: switched("bcastFlood", "Broadcasts leave here too, ARP's questions among them."),
    mcastRouter: Type.Optional(
      Type.Integer({
        description:
          "Whether a multicast router is here, which gets all multicast: 0 never, 1 where one is heard, 2 always, 3 for " +
          "some minutes from now on.",
        minimum: 0,
        maximum: 3,
        default: PORT_DEFAULTS.mcastRouter,
        examples: [2],
      }),
    ),
    mcastToUnicast: switched("mcastToUnicast", "Multicast leaves as one copy to each member's own address."),
    groupFwdMask: Type.Optional(
      Type.Integer({
        description:
          "Bit N lets frames to 01:80:c2:00:00:0N from here pass, which no bridge forwards by itself: 0x4000 is LLDP. Not " +
          "bit 1, pause frames.",
        minimum: 0,
        maximum: 65535,
        default: PORT_DEFAULTS.groupFwdMask,
        examples: [16384],
      }),
    ),
    neighSuppress: switched("neighSuppress", "The bridge answers ARP and neighbour discovery for whom it knows there."),
    proxyArp: switched("proxyArp", "The bridge answers ARP on its behalf."),
    proxyArpWifi: switched("proxyArpWifi", "The same as IEEE 802.11 and Hotspot 2.0 want it."),
    vlanTunnel: switched("vlanTunnel", "VLANs become network numbers of a vxlan and the other way round."),
    isolated: switched("isolated", "Reaches ports alone that are not isolated themselves."),
    locked: switched("locked", "Takes frames only from addresses that the forwarding table has for it (802.1X)."),
    vlans: Type.Optional(
      vlans(
        "All VLANs that it is in: an access port has one, `pvid` and `untagged`, a trunk several with their tags. " +
          "Frames of others neither come in nor leave here.",
      ),
    ),
    fdb: Type.Optional(stationsSchema),
  },
  {
    description:
      "What it is as a port of its bridge, as `bridge link set`, `bridge vlan` and `bridge fdb`. Default: each property as at a port that nobody touched.",
    examples: [
      { isolated: true },
      { hairpin: true, learning: false, cost: 50 },
      { vlans: [{ id: 10, pvid: true, untagged: true }] },
    ],
  },
);

export type BridgePort = Static<typeof portSchema>;
