import { isIP } from "node:net";
import type { Goal } from "../../../../net/goal.ts";
import type { Packet } from "../../../../net/walk/packet.ts";
import type { Outcome } from "../probe/outcome.ts";

/** The first packet of a probe; undefined where no address of its target is known. Its source is not known yet. */
export function packetOf(goal: Goal, outcome: Outcome): Packet | undefined {
  const dst = [goal.kind === "dns" ? goal.server : goal.host, outcome.address].find((one) => isIP(one ?? "") !== 0);
  if (dst === undefined) return undefined;
  const family = isIP(dst) === 6 ? 6 : 4;
  const common = { family, src: family === 4 ? "0.0.0.0" : "::", dst, state: "NEW", flags: [] } as const;
  if (goal.kind === "ping")
    return { ...common, protocol: family === 4 ? "icmp" : "icmpv6", icmpType: family === 4 ? 8 : 128, flags: [] };
  if (goal.kind === "dns") return { ...common, protocol: "udp", dport: 53, flags: [] };
  return { ...common, protocol: "tcp", dport: goal.port, flags: ["SYN"] };
}
