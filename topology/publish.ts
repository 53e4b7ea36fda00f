import { type Static, Type } from "typebox";
import { Invalid } from "../net/invalid.ts";
import { formatIp, parseIp } from "../net/ip.ts";
import { count, type Ports, parsePorts } from "../net/port.ts";
import { ip, object, ports, protocol } from "../net/schema.ts";
import { compact } from "./compact.ts";

const longSchema = object({
  published: ports({ description: "Port of the host, or a range as text.", examples: [18080, "8000-8010"] }),
  target: ports({ description: "Port of the service, or a range of the same length.", examples: [80] }),
  hostIp: Type.Optional(
    ip({
      description:
        "Only on this address of the host. Default: on every one, of IPv4 and of IPv6 as far as the service has an " +
        "address of it. Containers may have 127.0.0.1; namespaces have no loopback address: see `firewall.publish`.",
      examples: ["192.168.104.2"],
    }),
  ),
  protocol: Type.Optional(protocol({ description: "The protocol." })),
});

/** `[HOSTIP:]PORT:PORT[/PROTOCOL]` as the docker command takes it, or an object with the words of compose files. */
export const publishSchema = Type.Union([Type.String(), longSchema], {
  description: "A port of the host that leads to a port here: `[HOSTIP:]PORT:PORT[/PROTOCOL]`, or an object.",
  examples: ["18080:80", "192.168.104.2:53:53/udp", "8000-8010:8000-8010", { published: 18080, target: 80 }],
});

export const publishListSchema = Type.Array(publishSchema, {
  description: "Ports of the host that lead here. Both ends of a range are included; ranges have equal lengths.",
  default: [],
  examples: [["18080:80"]],
});

export type PublishInput = Static<typeof publishSchema>;

/** A published port in normal form. */
export interface Publish {
  /** The host's address that it is limited to, in canonical spelling; absent: every one. */
  hostIp?: string;
  /** Ports of the host. */
  published: Ports;
  /** Ports of the service, as many. */
  target: Ports;
  protocol: "tcp" | "udp" | "sctp";
}

const FIX = "write HOSTPORT:PORT, as in 18080:80 or 192.168.104.2:53:53/udp";
const SHORT = /^(?:(?:\[([^\]]*)\]|([^:[\]]*)):)?([^:/]*):([^:/]*)(?:\/(.*))?$/;

/**
 * Reads a published port in either form.
 *
 * @throws {Invalid} for ports, addresses and protocols that mean nothing, and for ranges of different lengths
 * @example normalPublish("127.0.0.1:53:53/udp").protocol // "udp"
 */
export function normalPublish(input: PublishInput): Publish {
  const long = typeof input === "string" ? parseShort(input) : input;
  const published = parsePorts(long.published);
  const target = parsePorts(long.target);
  if (count(published) !== count(target))
    throw new Invalid(
      input,
      `lengths differ: ${count(published)} vs ${count(target)} ports`,
      "write ranges of equal length",
    );
  const hostIp = long.hostIp === undefined ? undefined : formatIp(parseIp(long.hostIp));
  return { ...compact({ hostIp }), published, target, protocol: long.protocol ?? "tcp" };
}

function parseShort(text: string): Exclude<PublishInput, string> {
  const match = SHORT.exec(text);
  if (!match) throw new Invalid(text, "not a published port", FIX);
  const [, bracketed, plain, published = "", target = "", protocol = "tcp"] = match;
  if (published === "") throw new Invalid(text, "the port of the host is missing, and would change at each start", FIX);
  if (protocol !== "tcp" && protocol !== "udp" && protocol !== "sctp")
    throw new Invalid(text, `no protocol is called ${JSON.stringify(protocol)}`, "write tcp, udp or sctp");
  const hostIp = bracketed ?? plain;
  return { published, target, protocol, ...(hostIp === undefined ? {} : { hostIp }) };
}
