import { Type } from "typebox";
import { ETHERNET_MTU } from "../mtu.ts";
import { ifName, mtu, object } from "../schema.ts";
import { linkFields } from "./link-fields.ts";

/** The kernel's defaults (drivers/net/veth.c, by ether_setup). */
export const VETH_DEFAULTS = { mtu: ETHERNET_MTU };

const size = Type.Optional(
  mtu({
    description:
      "Largest packet in bytes. Default: what the other end says, else the bridge that either end is a port of, else 1500.",
  }),
);

/** What a veth has besides the fields of all links. */
export const vethFields = {
  mtu: size,
  peer: object(
    {
      scope: Type.String({ description: "Where the other end lies: `host` or a namespace.", examples: ["host"] }),
      name: Type.Optional(
        ifName({
          description: "The other end's interface name, at most 15 bytes. Default: derived from this end's.",
          examples: ["reth1"],
        }),
      ),
      mtu: size,
      ...linkFields,
    },
    {
      description: "The other end of the cable; it takes the same fields as any link.",
      examples: [{ scope: "host", name: "reth1", master: "br0" }],
    },
  ),
};
