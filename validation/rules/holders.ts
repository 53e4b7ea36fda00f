import { type Ip, isSame } from "../../net/ip.ts";
import type { Address } from "../facts.ts";

/** The scope that has an address; undefined for none, and for several, of which one cannot be told. */
export function holderOf(ip: Ip, addresses: readonly Address[]): string | undefined {
  const holding = addresses.filter(({ cidr }) => isSame(cidr, ip));
  const [scope, ...more] = new Set(holding.map((one) => one.scope));
  return more.length === 0 ? scope : undefined;
}
