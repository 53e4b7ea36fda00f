import { Type } from "typebox";
import { addressesSchema } from "../../../../net/schema/address.ts";
import { flag, ifName, mac, mtu } from "../../../../net/schema.ts";

/** The fields that every type of link has, the far end of a pair among them. */
export const linkFields = {
  up: Type.Optional(flag({ description: "Administrative state, as `ip link set up|down`.", default: true })),
  mtu: Type.Optional(
    mtu({
      description: "Largest packet in bytes. Default: 1500 for a veth; a bridge without it follows its ports.",
    }),
  ),
  mac: Type.Optional(
    mac({ description: "Hardware address. Default: the kernel chooses one, and it is not compared." }),
  ),
  master: Type.Optional(
    ifName({
      description: "The bridge, in the same scope, that this link is a port of. Default: none.",
      examples: ["br0"],
    }),
  ),
  addresses: Type.Optional(addressesSchema),
};
