import { type Static, Type } from "typebox";
import { joinedFields } from "../net/schema/joined.ts";
import type { Shaping } from "../net/schema/shaping.ts";
import { ip, mac, object, record } from "../net/schema.ts";
import { canonicalIp } from "./address.ts";
import { compact } from "./compact.ts";

const attachmentSchema = object(
  {
    ip: Type.Optional(
      ip({ description: "Static IPv4 address. Default: Docker chooses one.", examples: ["172.30.0.10"] }),
    ),
    ip6: Type.Optional(
      ip({ description: "Static IPv6 address. Default: Docker chooses one.", examples: ["fd30::10"] }),
    ),
    aliases: Type.Optional(
      Type.Array(Type.String({ description: "A name.", examples: ["www"] }), {
        description: "Further names by which the network's other containers find it.",
        default: [],
        examples: [["www"]],
      }),
    ),
    mac: Type.Optional(
      mac({ description: "Hardware address. Default: the engine's choice. Engines before 25.0 take one a container." }),
    ),
    ...joinedFields,
  },
  { description: "How a container is attached to a network.", examples: [{ ip: "172.30.0.10" }] },
);

/** Networks by name, or a list of names. */
export const attachmentsSchema = Type.Unsafe<string[] | Record<string, Static<typeof attachmentSchema>>>(
  Type.Union(
    [
      Type.Array(Type.String({ description: "A network.", examples: ["br_xx"] })),
      record(attachmentSchema, { description: "By name." }),
    ],
    {
      description: "Networks that the container joins, by name, or a list of names. Default: those of `network`.",
      examples: [{ br_xx: { ip: "172.30.0.10" } }, ["br_xx"]],
    },
  ),
);

export type AttachmentInput = Static<typeof attachmentSchema>;
export type AttachmentsInput = Static<typeof attachmentsSchema>;

/** A container's place in a network in normal form. */
export interface Attachment {
  ip?: string;
  ip6?: string;
  aliases: string[];
  mac?: string;
  /** What becomes of packets that the container sends by it. */
  shaping?: Shaping;
}

/** Both forms as one. */
export function attachmentsIn(input: AttachmentsInput = {}): Record<string, AttachmentInput> {
  return Array.isArray(input) ? Object.fromEntries(input.map((name) => [name, {}])) : input;
}

export function normalAttachment({ ip, ip6, aliases = [], mac, shaping }: AttachmentInput): Attachment {
  return {
    ...compact({
      ip: ip === undefined ? undefined : canonicalIp(ip),
      ip6: ip6 === undefined ? undefined : canonicalIp(ip6),
    }),
    aliases,
    ...compact({ mac: mac?.toLowerCase(), shaping }),
  };
}
