import { type TSchema, Type } from "typebox";
import { object, record } from "../../../../net/schema.ts";
import { linkFields } from "./fields.ts";
import { LINK_TYPES } from "./types.ts";

/** One schema a type: `type` tells them apart, so that an error speaks of the type that was meant. */
export const linkSchemas: readonly TSchema[] = LINK_TYPES.map(({ type, schema, lacks = [] }) => {
  const common = Object.entries(linkFields).filter(([name]) => !lacks.includes(name));
  return object({ type: Type.Literal(type), ...Object.fromEntries(common), ...schema });
});

export const linksSchema = record(
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
