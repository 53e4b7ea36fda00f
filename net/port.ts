import { Invalid } from "./invalid.ts";

/** A run of ports, both ends included; one port has equal ends. */
export interface Ports {
  first: number;
  last: number;
}

/**
 * Parses `80` or `8000-8010`. Numbers are decimal digits only: JavaScript would read " 80 ", "0x50" and "8e1" as 80.
 *
 * @throws {Invalid} outside 1 to 65535, for a range that runs backwards, for anything else
 */
export function parsePorts(value: string | number): Ports {
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(String(value));
  if (!match) throw new Invalid(value, "a port is a whole number from 1 to 65535", "write 80, or 8000-8010");
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  if (first < 1 || last > 65535 || first > 65535)
    throw new Invalid(value, "a port is a whole number from 1 to 65535", "write 80, or 8000-8010");
  if (first > last) throw new Invalid(value, "the range runs backwards", `write ${last}-${first}`);
  return { first, last };
}

export function formatPorts(ports: Ports): string {
  return ports.first === ports.last ? String(ports.first) : `${ports.first}-${ports.last}`;
}

export function count(ports: Ports): number {
  return ports.last - ports.first + 1;
}
