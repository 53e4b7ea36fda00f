import { formatIp, parseIp } from "../../../../net/ip.ts";
import { readListeners } from "../../../../net/listener.ts";
import type { Packet } from "../../../../net/walk/packet.ts";
import type { Outcome } from "../probe/outcome.ts";
import type { Death, Inquiry } from "./inquiry.ts";

/** A refusal by a machine that is known: what listens there on the port, and by which address. */
export function* unheard(scope: string, packet: Packet, { found }: Outcome): Inquiry<Pick<Death, "reason" | "where">> {
  const { protocol, dport = 0, dst, family } = packet;
  const reply = yield { scope, argv: ["ss", "-H", "-l", "-n", protocol === "udp" ? "-u" : "-t", "-p"] };
  const what = `${scope}: ${found}`;
  if (reply.code !== 0) return { reason: "refused", where: what };
  const port = `${protocol.toUpperCase()} port ${dport}`;
  const there = readListeners(reply.stdout.replace(/^/gm, `${protocol} `)).filter(({ ports }) => ports.first === dport);
  const hears = there.some(({ ip, families }) => families.includes(family) && (!ip || ip.value === parseIp(dst).value));
  if (hears)
    return {
      reason: "refused",
      where: `${what}, though something listens on ${port}: it was not this one that refused`,
    };
  const others = there.map(({ ip, families }) => (ip ? formatIp(ip) : `every IPv${families[0]} address`));
  const only =
    others.length > 0 ? `${port} is listened on by ${others.join(", ")} alone` : `nothing listens on ${port}`;
  return { reason: "refused", where: `${what}: ${only}` };
}
