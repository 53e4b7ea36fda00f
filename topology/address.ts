import { Type } from "typebox";
import { formatCidr, formatIp, parseCidr, parseIp } from "../net/ip.ts";
import { type Address as AddressInput, addressesSchema, addressSchema } from "../net/schema/address.ts";
import type { Path } from "../validation/fault.ts";
import { compact } from "./compact.ts";
import { type Located, listed } from "./with-path.ts";

/** An address in normal form: canonical text, the scope only where it is not the default. */
export interface Address {
  /** `11.11.11.2/24` */
  address: string;
  scope?: "site" | "link" | "host";
  peer?: string;
}

/** The fields by which anything with addresses takes them. */
export const addressFields = {
  address: Type.Optional({
    ...addressSchema,
    description: "Its only address; short for `addresses` of one. Default: none.",
  }),
  addresses: Type.Optional(addressesSchema),
};

export interface Addressed {
  address?: AddressInput;
  addresses?: AddressInput[];
}

/** Every address that a declaration holds, each where it stands. */
export function addressesIn(declared: Addressed, path: Path): Located<AddressInput>[] {
  return [...listed(declared.address, [...path, "address"]), ...listed(declared.addresses, [...path, "addresses"])];
}

export function normalAddresses(declared: Addressed): Address[] {
  return addressesIn(declared, []).map(({ value }) => normalAddress(value));
}

function normalAddress(declared: AddressInput): Address {
  if (typeof declared === "string") return { address: canonicalCidr(declared) };
  const { address, scope, peer } = declared;
  return compact({
    address: canonicalCidr(address),
    scope: scope === "global" ? undefined : scope,
    peer: peer === undefined ? undefined : canonicalCidr(peer),
  });
}

/** One spelling a value: IPv6 has many. */
export const canonicalCidr = (text: string): string => formatCidr(parseCidr(text));
export const canonicalIp = (text: string): string => formatIp(parseIp(text));
