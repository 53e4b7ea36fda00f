import { topologySchema } from "../topology/schema.ts";
import { withDefinitions } from "./definitions.ts";
import type { Schema } from "./schema-text.ts";

const DRAFT = "http://json-schema.org/draft-07/schema#";

/**
 * The schema of a whole `Pulumi.<stack>.yaml`, for editors: the topology is one key of its configuration, beside those
 * of other projects and of Pulumi itself.
 */
export function stackFileSchema(): object {
  return withDefinitions({
    $schema: DRAFT,
    title: "Configuration of a stack of Bridgework",
    type: "object",
    properties: {
      config: {
        type: "object",
        description: "Configuration of the stack, by key.",
        properties: { "bridgework:topology": { anyOf: [written([ENCRYPTED, REFERENCE]), PATH, PATHS] } },
        additionalProperties: true,
      },
    },
    additionalProperties: true,
  });
}

/** The schema of a topology in a file of its own, where nothing can be encrypted. */
export function topologyFileSchema(): object {
  return withDefinitions({ $schema: DRAFT, title: "A topology of Bridgework", ...written([REFERENCE]) });
}

const PATH = {
  type: "string",
  description: "Path of a file with the topology, from the folder of this one.",
  examples: ["labs/big.yaml"],
};

const PATHS = {
  type: "array",
  items: PATH,
  minItems: 1,
  description: "Paths of files that make up the topology together; no name may be in two of them.",
  examples: [["labs/bridges.yaml", "labs/hosts.yaml"]],
};

const ENCRYPTED = only("secure", "What `pulumi config set --secret --path` writes.");
const REFERENCE = only("config", "A key of the stack's configuration, whose text this is; a secret stays one.");

function only(key: string, description: string): Schema {
  const properties = { [key]: { type: "string" } };
  return { type: "object", description, properties, required: [key], additionalProperties: false };
}

/** The topology's schema as a file has it: text that may be a secret may also stand in other forms. */
function written(forms: readonly Schema[]): Schema {
  return open(topologySchema) as Schema;

  function open(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(open);
    if (typeof node !== "object" || node === null) return node;
    const { confidential, means: _, elsewhere: __, ...rest } = node as Schema;
    if (!confidential) return Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, open(member)]));
    const { type, ...words } = rest;
    return { ...words, anyOf: [{ type }, ...forms] };
  }
}
