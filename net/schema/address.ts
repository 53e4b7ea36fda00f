import { type Static, Type } from "typebox";
import { cidr, object, words } from "../schema.ts";

/** One address of a link: text, or an object where scope or peer matter. */
export const addressSchema = Type.Union(
  [
    Type.String(),
    object({
      address: cidr({ description: "Address with its prefix length." }),
      scope: Type.Optional(
        words(["global", "site", "link", "host"], {
          description: "How far the address is valid (IPv4 only: the kernel derives it from an IPv6 address).",
          default: "global",
          examples: ["link"],
        }),
      ),
      peer: Type.Optional(
        cidr({
          description: "The other end of a point-to-point link, with the prefix that is routed to it. Default: none.",
          examples: ["10.0.0.2/32"],
        }),
      ),
    }),
  ],
  {
    description: "An address with its prefix length, or an object with its scope or peer.",
    examples: ["11.11.11.2/24", { address: "10.0.0.1/32", peer: "10.0.0.2/32" }],
  },
);

/** A link's addresses, as documents and topologies write them. */
export const addressesSchema = Type.Array(addressSchema, {
  description:
    "IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those to an IPv6 subnet by the last.",
  default: [],
  examples: [["11.11.11.1/24", "fd00::1/64"]],
});

export type Address = Static<typeof addressSchema>;
