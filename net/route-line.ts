import { type Cidr, parseRange } from "./ip.ts";

/** A route of the host that leads to addresses, as `ip route` tells it. */
export interface HostRoute {
  to: Cidr;
  /** The interfaces that it leaves by: several for one of several next hops. */
  devices: string[];
  /** Whether its destination is reached by way of a router, not directly. */
  routed: boolean;
  /** The line itself. */
  text: string;
}

/** Routes that lead nowhere, and what only the kernel's own tables have. */
const OTHER = /^(?:default|local|broadcast|multicast|anycast|throw|unreachable|prohibit|blackhole|nat)\b/;

/**
 * Reads what `ip route show` prints for one table: unicast routes, without the default one. Further lines of a route
 * begin with a blank and name its next hops.
 *
 * @example readRoutes("172.30.0.0/24 dev wg0 scope link ")[0].text // "172.30.0.0/24 dev wg0 scope link"
 */
export function readRoutes(text: string): HostRoute[] {
  const lines = text.replace(/\n\s+/g, " ").split("\n");
  return lines.flatMap((line): HostRoute[] => {
    const words = line.trim().replace(/^unicast /, "");
    if (words === "" || OTHER.test(words)) return [];
    const [to = ""] = words.split(" ");
    const devices = [...words.matchAll(/ dev (\S+)/g)].map(([, device = ""]) => device);
    const routed = / via /.test(words);
    try {
      const cidr = parseRange(to);
      return [{ to: cidr, devices, routed, text: words.replace(/\s+/g, " ") }];
    } catch {
      return [];
    }
  });
}
