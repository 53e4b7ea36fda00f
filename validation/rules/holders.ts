import type { Ip } from "../../net/ip.ts";
import type { Address } from "../facts.ts";

/** The scope that has an address; undefined for none, and for several, of which one cannot be told. */
export function holderOf({ family, value }: Ip, addresses: readonly Address[]): string | undefined {
  const holding = addresses.filter(({ cidr }) => cidr.family === family && cidr.value === value);
  const [scope, ...more] = new Set(holding.map((one) => one.scope));
  return more.length === 0 ? scope : undefined;
}
