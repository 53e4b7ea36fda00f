import { type Static, Type } from "typebox";
import { ifName, ip, mac, object } from "../schema.ts";

export const neighbourSchema = object(
  {
    address: ip({ description: "The neighbour's IP address.", examples: ["11.11.11.9"] }),
    dev: ifName({ description: "The interface that it is reached by.", examples: ["br0"] }),
    mac: mac({ description: "Its hardware address.", examples: ["02:00:00:00:00:09"] }),
  },
  {
    description: "A permanent neighbour.",
    examples: [{ address: "11.11.11.9", dev: "br0", mac: "02:00:00:00:00:09" }],
  },
);

export const neighboursSchema = Type.Array(neighbourSchema, {
  description: "Permanent neighbours (`ip neigh ... nud permanent`): no ARP or ND is asked for them.",
  default: [],
  examples: [[{ address: "11.11.11.9", dev: "br0", mac: "02:00:00:00:00:09" }]],
});

export type Neighbour = Static<typeof neighbourSchema>;
