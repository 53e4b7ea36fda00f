import { Type } from "typebox";
import { mac } from "../schema.ts";

/** What a VRF carries in one packet when nobody says otherwise: the largest of IPv6, header included (drivers/net/vrf.c). */
export const VRF_MTU = 65575;

/** What a VRF has besides the fields of all links. */
export const vrfFields = {
  table: Type.Integer({
    description:
      "The routing table of the links that name it as their master: their subnets stand there by themselves, and routes " +
      "with the same `table`.",
    minimum: 1,
    maximum: 4294967295,
    examples: [100],
  }),
  mac: Type.Optional(
    mac({
      description: "Hardware address, which no packet carries. Default: one of its own, that it keeps for its life.",
    }),
  ),
  mtu: Type.Optional(
    Type.Integer({
      description: "Largest packet in bytes.",
      default: VRF_MTU,
      minimum: 1280,
      maximum: VRF_MTU,
      examples: [1500],
    }),
  ),
};
