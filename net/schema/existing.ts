import { Type } from "typebox";
import { flag, hostInterface, mac, mtu } from "../schema.ts";
import { portSchema } from "./bridge-port.ts";

/** What can be declared of an interface that somebody else made: what is not said stays as it is. */
export const existingFields = {
  from: Type.Optional(
    hostInterface({
      description:
        "Moves an interface of the host here, under this name, as `ip link set netns`; it goes back when it is no more " +
        "declared. Nothing may use it there: no address, no master. The kernel moves no bridge, bond or VRF. " +
        "Default: it is here already.",
      examples: ["host/eth1"],
    }),
  ),
  up: Type.Optional(
    flag({
      description: "Administrative state, as `ip link set up|down`. Default: as it is; with `from`, up.",
      examples: [true],
    }),
  ),
  mtu: Type.Optional(mtu({ description: "Largest packet in bytes. Default: as it is." })),
  mac: Type.Optional(mac({ description: "Hardware address. Default: as it is." })),
  port: Type.Optional({
    ...portSchema,
    description:
      "What it is as a port of the bridge that `master` names, as `bridge link set`, `bridge vlan` and `bridge fdb`. " +
      "Default: each property as it is there; with `from`, as at a port that nobody touched.",
  }),
};
