import { type TSchema, Type } from "typebox";
import { addressesSchema } from "../../../../net/schema/address.ts";
import { LINK_TYPES } from "./types.ts";

/** The fields that every type of link has. */
const common = {
  up: Type.Optional(
    Type.Boolean({ description: "Administrative state, as `ip link set up|down`.", default: true, examples: [false] }),
  ),
  mtu: Type.Optional(
    Type.Integer({
      description: "Largest packet in bytes. A veth without it has 1500; a bridge without it follows its ports.",
      minimum: 68,
      maximum: 65535,
      examples: [1400],
    }),
  ),
  mac: Type.Optional(
    Type.String({
      description: "Hardware address. Without it the kernel chooses one, and it is not compared.",
      examples: ["02:00:00:00:00:01"],
    }),
  ),
  master: Type.Optional(
    Type.String({ description: "The bridge, in the same scope, that this link is a port of.", examples: ["br0"] }),
  ),
  addresses: Type.Optional(addressesSchema),
};

/** One schema a type: `type` tells them apart, so that an error speaks of the type that was meant. */
export const linkSchemas: readonly TSchema[] = LINK_TYPES.map(({ type, schema }) =>
  Type.Object({ type: Type.Literal(type), ...common, ...schema }, { additionalProperties: false }),
);

export const linksSchema = Type.Record(
  Type.String(),
  Type.Unsafe<Record<string, unknown>>({
    type: "object",
    required: ["type"],
    discriminator: { propertyName: "type" },
    oneOf: linkSchemas,
  }),
  {
    description: "Interfaces by name. A name has 1 to 15 bytes: a letter, then letters, digits, `_`, `.` and `-`.",
    examples: [{ br0: { type: "bridge", addresses: ["11.11.11.1/24"] } }],
  },
);
