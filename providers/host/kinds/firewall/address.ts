import { familyOfText } from "../../../../net/ip.ts";
import { parsePorts } from "../../../../net/port.ts";

/** An address alone, as a rule's source or destination. */
export function single(address: string): string {
  return `${address}/${familyOfText(address) === "ipv4" ? 32 : 128}`;
}

/** `8000-8010` as iptables writes it. */
export function portMatch(ports: string | number): string {
  const { first, last } = parsePorts(ports);
  return first === last ? String(first) : `${first}:${last}`;
}
