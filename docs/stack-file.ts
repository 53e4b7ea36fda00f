import { topologySchema } from "../topology/schema.ts";

/**
 * The schema of a whole `Pulumi.<stack>.yaml`, for editors: the topology is one key of its configuration, beside those
 * of other projects and of Pulumi itself.
 */
export function stackFileSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of a stack of Bridgework",
    type: "object",
    properties: {
      config: {
        type: "object",
        description: "Configuration of the stack, by key.",
        properties: { "bridgework:topology": topologySchema },
        additionalProperties: true,
      },
    },
    additionalProperties: true,
  };
}
