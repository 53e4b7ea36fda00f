import { Invalid } from "../../../../net/invalid.ts";
import { count, formatPorts, type Ports, parsePorts } from "../../../../net/port.ts";
import type { Firewall, Publish } from "../../../../net/schema/firewall.ts";
import { familyOf } from "./address.ts";
import type { Family } from "./chains.ts";

/** A declared publish with everything spelled out. */
export interface Published {
  family: Family;
  protocol: "tcp" | "udp" | "sctp";
  /** Ports of the host. */
  ports: Ports;
  /** The address of the host that it is limited to. */
  hostIp?: string;
  /** The service. */
  target: { address: string; ports: Ports };
}

/** Every publish of a scope's declaration, in its order, for checks over whole documents. */
export function publishesOf(firewall: Firewall | undefined): Published[] {
  return (firewall?.publish ?? []).map(published);
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
  return { family: familyOf(address), protocol, ports, ...(hostIp ? { hostIp } : {}), target };
}

/** `11.11.11.2:80`, `[fd00::2]:80`, or an address alone. */
export function parseTarget(text: string): { address: string; port?: string } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::([^:]+))?$/.exec(text);
  const address = match?.[1] ?? match?.[2];
  if (address !== undefined) return { address, ...(match?.[3] === undefined ? {} : { port: match[3] }) };
  return { address: text };
}
