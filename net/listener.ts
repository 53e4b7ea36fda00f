import { type Ip, parseIp } from "./ip.ts";
import type { Ports } from "./port.ts";

/** Ports of the host that something holds, or would hold. */
export interface Bound {
  protocol: string;
  ports: Ports;
  families: readonly (4 | 6)[];
  /** The one address of the host; every one of these families where there is none. */
  ip?: Ip;
}

/** A socket that waits on the host. */
export interface Listener extends Bound {
  /** Who holds it; undefined for the kernel, and for processes that cannot be seen from here. */
  process?: { name: string; pid: number };
}

/** Ports on an address as people write it: none, and the zero address, mean every one. */
export function boundTo(protocol: string, ports: Ports, address: string | undefined): Bound {
  if (address === undefined || address === "" || address === "*") return { protocol, ports, families: [4, 6] };
  const ip = parseIp(address);
  const families = [ip.family];
  return ip.value === 0n ? { protocol, ports, families } : { protocol, ports, families, ip };
}

/** Whether one port of one address would have to be both. */
export function collide(a: Bound, b: Bound): boolean {
  if (a.protocol !== b.protocol || a.ports.last < b.ports.first || b.ports.last < a.ports.first) return false;
  if (!a.families.some((family) => b.families.includes(family))) return false;
  return !a.ip || !b.ip || a.ip.value === b.ip.value;
}

/** Whether what is held includes all of what is wanted. */
export function covers(held: Bound, wanted: Bound): boolean {
  const within = held.ports.first <= wanted.ports.first && wanted.ports.last <= held.ports.last;
  const families = wanted.families.every((family) => held.families.includes(family));
  return within && families && held.protocol === wanted.protocol && (!held.ip || held.ip.value === wanted.ip?.value);
}

/**
 * Reads what `ss -H -ltnup` prints. A socket for both families is `*`, one for IPv6 alone is `[::]`; a line that says
 * anything else than an address and a port is left out.
 *
 * @example readListeners('tcp LISTEN 0 5 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=7,fd=3))')[0].process.name // "nginx"
 */
export function readListeners(text: string): Listener[] {
  return text.split("\n").flatMap((line): Listener[] => {
    const [protocol = "", , , , local = ""] = line.trim().split(/\s+/);
    const [, address = "", port = ""] = /^(.+):(\d+)$/.exec(local) ?? [];
    const plain = address.replace(/%[^\]]*/, "").replace(/^\[(?:::ffff:(?=.*\.))?(.*)\]$/, "$1");
    const user = /users:\(\("(.*?)",pid=(\d+)/.exec(line);
    const process = user ? { name: user[1] ?? "", pid: Number(user[2]) } : undefined;
    try {
      if (port === "") return [];
      const bound = boundTo(protocol, { first: Number(port), last: Number(port) }, plain);
      return [{ ...bound, ...(process ? { process } : {}) }];
    } catch {
      return [];
    }
  });
}
