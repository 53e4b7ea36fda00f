import type { Static, TObject, TProperties } from "typebox";
import { linkSchemas } from "../net/schema/links.ts";
import { object } from "../net/schema.ts";
import { type Address, addressFields, normalAddresses } from "./address.ts";

/**
 * Links of one end, which topologies write in the words of documents, with a short form for an only address. A cable
 * has words of its own (link.ts), and `lo` is under `loopback`.
 */
const { veth: _, loopback: __, ...documented } = linkSchemas;

export type PlainType = keyof typeof documented;

type FieldsOf<Schema> = Schema extends TObject<infer Fields extends TProperties> ? Fields : never;

/** By type, as a topology has it. */
export const plainSchemas = Object.fromEntries(
  Object.entries<TObject>(documented).map(([type, { properties }]) => [
    type,
    object({ ...properties, ...addressFields }),
  ]),
) as { [Type in PlainType]: TObject<FieldsOf<(typeof documented)[Type]> & typeof addressFields> };

export type PlainInput = { [Type in PlainType]: Static<(typeof plainSchemas)[Type]> }[PlainType];

/** What all of them have in normal form; the fields of its type are beside these. */
export interface PlainLink {
  addresses: Address[];
  up: boolean;
  /** Absent: the kernel's choice. */
  mtu?: number;
  /** Absent: the kernel's choice. */
  mac?: string;
}

/** Every default that the type's schema tells is there, and addresses are in canonical spelling. */
export function normalPlainLink<Input extends Partial<PlainInput> & { mac?: string | undefined }>(
  type: PlainType,
  input: Input,
) {
  const { address: _, addresses: __, mac, ...own } = input;
  const known = Object.entries(documented[type].properties as Record<string, { default?: unknown }>);
  const defaults = known.flatMap(([field, schema]) => (schema.default === undefined ? [] : [[field, schema.default]]));
  return {
    ...Object.fromEntries(defaults),
    ...own,
    addresses: normalAddresses(input),
    ...(mac === undefined ? {} : { mac: mac.toLowerCase() }),
  } as PlainLink & Omit<Input, "address" | "addresses" | "mac">;
}
