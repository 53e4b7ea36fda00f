import { Type } from "typebox";
import { ETHERNET_MTU } from "../mtu.ts";
import { mtu } from "../schema.ts";

/** What an interface of Ethernet that needs no other has besides the fields of all links. */
export const ethernetFields = {
  mtu: Type.Optional(
    mtu({
      description: `Largest packet in bytes. Default: what the bridge that it is a port of says, else ${ETHERNET_MTU}.`,
    }),
  ),
};
