import { Type } from "typebox";
import { flag, mac, mtu } from "../schema.ts";

/** What can be declared of an interface that somebody else made: what is not said stays as it is. */
export const existingFields = {
  up: Type.Optional(
    flag({ description: "Administrative state, as `ip link set up|down`. Default: as it is.", examples: [true] }),
  ),
  mtu: Type.Optional(mtu({ description: "Largest packet in bytes. Default: as it is." })),
  mac: Type.Optional(mac({ description: "Hardware address. Default: as it is." })),
};
