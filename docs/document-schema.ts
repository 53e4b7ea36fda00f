import { type TSchema, Type } from "typebox";
import { scopeFields, scopeSchema } from "../net/schema/scope.ts";
import { object, record } from "../net/schema.ts";
import { topologySchema } from "../topology/schema.ts";

/** A whole document of a host. */
export const documentSchema: TSchema = object(
  {
    host: topologySchema.properties.host,
    ...scopeFields,
    namespaces: Type.Optional(
      record(scopeSchema, {
        description: "Network namespaces by name, each with what is in it.",
        default: {},
        examples: [{ RED: { links: { lo: { type: "loopback", addresses: ["10.255.0.1/32"] } } } }],
      }),
    ),
    expect: topologySchema.properties.expect,
    adopt: topologySchema.properties.adopt,
  },
  {
    description: "A document: what one resource owns on a host, of its own scope and of network namespaces.",
    examples: [{ links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } } }],
  },
);
