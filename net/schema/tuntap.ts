import { Type } from "typebox";
import { flag } from "../schema.ts";
import { ethernetFields } from "./ethernet.ts";

const account = (what: string, examples: string[]) =>
  Type.Optional(
    Type.String({
      description:
        `The ${what} whose programs may attach to it, by the name that the host has for it. Default: root's alone. ` +
        "For another it is made anew.",
      pattern: "^[a-z_][a-z0-9_-]{0,31}$",
      examples,
    }),
  );

const ANEW = "To change it, it is made anew.";

/** A program that attaches says it for itself, QEMU for one `vnetHdr`, and it stays so. */
const ofProgram = (description: string) =>
  Type.Optional(flag({ description: `${description} Default: what the program that attaches says. ${ANEW}` }));

/**
 * What a tun and a tap have besides the fields of all links. Both are persistent: they are there whether a program has
 * attached or not, and without one they have no carrier.
 */
export const tuntapFields = {
  ...ethernetFields,
  owner: account("user", ["qemu"]),
  group: account("group", ["kvm"]),
  multiQueue: Type.Optional(
    flag({
      description: `Several queues: a program may attach more than once, and packets are spread. ${ANEW}`,
      default: false,
    }),
  ),
  vnetHdr: ofProgram("Packets have a header for checksums and segments that the other side makes (virtio)."),
  pi: ofProgram("Packets have four bytes before them that say the protocol."),
};
