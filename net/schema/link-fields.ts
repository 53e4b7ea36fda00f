import { Type } from "typebox";
import { flag, ifName, mac } from "../schema.ts";
import { addressesSchema } from "./address.ts";
import { portSchema } from "./bridge-port.ts";
import { shapingSchema } from "./shaping.ts";

/** The fields that every type of link has, the far end of a pair among them; `mtu` is told by each type. */
export const linkFields = {
  up: Type.Optional(flag({ description: "Administrative state, as `ip link set up|down`.", default: true })),
  mac: Type.Optional(mac({ description: "Hardware address. Default: one of its own, that it keeps for its life." })),
  master: Type.Optional(
    ifName({
      description:
        "The bridge, in the same scope, that this link is a port of, the bond that it is a member of, or the VRF whose " +
        "table it goes by. On the host it may be one that is not ours: it is used and left as it is. Default: none.",
      examples: ["br0"],
    }),
  ),
  port: Type.Optional(portSchema),
  shaping: Type.Optional(shapingSchema),
  addresses: Type.Optional(addressesSchema),
};
