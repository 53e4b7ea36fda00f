import type { TSchema } from "typebox";
import { parseIp, parseNetwork } from "../../net/ip.ts";
import { isMap } from "../../net/map.ts";
import { checkAnyMac, checkInterfaceName, checkMac } from "../../net/name.ts";
import { checkHostInterface, checkParent } from "../../net/parent.ts";
import { parsePercent, parseRate, parseTime } from "../../net/quantity.ts";
import { linkFields } from "../../net/schema/link-fields.ts";
import { linkSchemas } from "../../net/schema/links.ts";
import { Secret } from "../../net/secret.ts";
import { parseVlanIds } from "../../net/vlans.ts";
import { checkPublicKey, checkSecretKey, parseEndpoint } from "../../net/wireguard.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

/** What a text of a schema means (`means`, see net/schema.ts), by the parser that tells whether it is one. */
const PARSERS: Record<string, (text: string) => unknown> = {
  mac: checkMac,
  ip: parseIp,
  interface: checkInterfaceName,
  parent: checkParent,
  "host interface": checkHostInterface,
  time: parseTime,
  percent: parsePercent,
  rate: parseRate,
  "any mac": checkAnyMac,
  vlans: parseVlanIds,
  network: parseNetwork,
  "public key": checkPublicKey,
  "secret key": checkSecretKey,
  endpoint: parseEndpoint,
};

interface Form {
  means?: string;
  items?: TSchema;
  properties?: Record<string, TSchema>;
}

/** The schema of the fields that only a type of link has, made once: the others have readers of their own. */
const OWN_FIELDS = new Map<string, TSchema>(
  Object.entries(linkSchemas).map(([type, { properties }]) => {
    const own = Object.entries<TSchema>(properties).filter(([field]) => !(field in linkFields) && field !== "peer");
    return [type, { type: "object", properties: Object.fromEntries(own) }];
  }),
);

export function ownFields(type: string): TSchema {
  return OWN_FIELDS.get(type) ?? {};
}

/** Checks every text of a value of which the schema says what it means. */
export function readMeanings(reading: Reading, schema: TSchema, value: unknown, path: Path): void {
  const { means = "", items, properties }: Form = schema;
  const parse = PARSERS[means];
  const text = value instanceof Secret ? value.known : value;
  if (parse && typeof text === "string") reading.check(path, () => parse(text));
  if (items && Array.isArray(value))
    for (const [i, item] of value.entries()) readMeanings(reading, items, item, [...path, i]);
  if (!properties || !isMap(value)) return;
  for (const [field, inner] of Object.entries(properties)) readMeanings(reading, inner, value[field], [...path, field]);
}
