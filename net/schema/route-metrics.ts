import { Type } from "typebox";
import { flag } from "../schema.ts";

/** The kernel keeps 32 bits. */
const number = (description: string, example: number, maximum = 4294967295) =>
  Type.Optional(Type.Integer({ description, minimum: 1, maximum, examples: [example] }));

/**
 * What a route says of connections over it, by the words of `ip route` (which has locks too: no dump in JSON shows them).
 * Of all of them 0 means to the kernel that nothing is said.
 */
export const metrics = {
  mtu: number(
    "Bytes of the largest packet on this route, until path MTU discovery finds less; 68 or more, for IPv6 1280. Default: " +
      "the interface's.",
    1400,
    65520,
  ),
  advmss: number(
    "Bytes of the largest TCP segment that connections tell the other side they take. Default: what the MTU leaves.",
    1360,
    65495,
  ),
  initcwnd: number("TCP segments that a connection sends before the first answer. Default: the kernel's, 10.", 20),
  initrwnd: number(
    "TCP segments that a connection lets the other side send at first. Default: what the receive buffer holds.",
    20,
  ),
  window: number("Bytes of the largest TCP window that connections tell the other side. Default: no limit.", 65535),
  rtoMin: number(
    "Milliseconds that TCP waits at least before it sends again what was not answered. Default: the kernel's, 200.",
    50,
    120000,
  ),
  hoplimit: number(
    "Hops that packets from here may take: TTL, for IPv6 the hop limit. Default: the scope's own, " +
      "net.ipv4.ip_default_ttl or net.ipv6.conf.DEV.hop_limit, 64.",
    32,
    255,
  ),
  quickack: Type.Optional(flag({ description: "Whether TCP answers each segment at once.", default: false })),
  congctl: Type.Optional(
    Type.String({
      description:
        "TCP's congestion control, by a name that the kernel has (`net.ipv4.tcp_available_congestion_control`). Default: " +
        "the scope's own, net.ipv4.tcp_congestion_control.",
      examples: ["reno", "cubic"],
    }),
  ),
};
