import { Type } from "typebox";

const address = Type.String({
  description: "Address with its prefix length.",
  examples: ["11.11.11.2/24", "fd00::2/64"],
});

/** A link's addresses: text, or an object where scope or peer matter. */
export const addressList = Type.Array(
  Type.Union([
    address,
    Type.Object(
      {
        address,
        scope: Type.Optional(
          Type.Union([Type.Literal("global"), Type.Literal("site"), Type.Literal("link"), Type.Literal("host")], {
            description: "How far the address is valid (IPv4 only: the kernel derives it from an IPv6 address).",
            default: "global",
            examples: ["link"],
          }),
        ),
        peer: Type.Optional(
          Type.String({
            description: "The other end of a point-to-point link, with the prefix that is routed to it.",
            examples: ["10.0.0.2/32"],
          }),
        ),
      },
      { additionalProperties: false },
    ),
  ]),
  { description: "IPv4 and IPv6 addresses of the link.", default: [], examples: [["11.11.11.1/24", "fd00::1/64"]] },
);
