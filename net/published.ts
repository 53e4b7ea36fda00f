import { Invalid } from "./invalid.ts";
import { familyOfText } from "./ip.ts";
import { count, formatPorts, type Ports, parsePorts } from "./port.ts";
import type { Publish } from "./schema/firewall.ts";

/** A declared publish with everything spelled out. */
export interface Published {
  family: "ipv4" | "ipv6";
  protocol: "tcp" | "udp" | "sctp";
  /** Ports of the host. */
  ports: Ports;
  /** The address of the host that it is limited to. */
  hostIp?: string;
  /** The service. */
  target: { address: string; ports: Ports };
}

/**
 * Reads one publish.
 *
 * @throws {Invalid} for a port, a target or a pair of ranges that means nothing
 */
export function published({ port, to, protocol = "tcp", hostIp }: Publish): Published {
  const ports = parsePorts(port);
  const { address, port: inner = formatPorts(ports) } = typeof to === "string" ? parseTarget(to) : to;
  const target = { address, ports: parsePorts(inner) };
  if (count(target.ports) !== count(ports))
    throw new Invalid(to, `lengths differ: ${count(ports)} vs ${count(target.ports)}`, "write ranges of equal length");
  return { family: familyOfText(address), protocol, ports, ...(hostIp ? { hostIp } : {}), target };
}

/** `11.11.11.2:80`, `[fd00::2]:80`, or an address alone. */
export function parseTarget(text: string): { address: string; port?: string } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::([^:]+))?$/.exec(text);
  const address = match?.[1] ?? match?.[2];
  if (address !== undefined) return { address, ...(match?.[3] === undefined ? {} : { port: match[3] }) };
  return { address: text };
}
