import type { Json } from "../json.ts";

/**
 * Numbers of rtnetlink (include/uapi/linux/rtnetlink.h). `ip -N` prints them as they are, so that no table of names on
 * the host (/etc/iproute2) can change what we read.
 */
const SCOPES: Record<string, string> = { 0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere" };
const TYPES: Record<string, string> = {
  1: "unicast",
  2: "local",
  3: "broadcast",
  4: "anycast",
  5: "multicast",
  6: "blackhole",
  7: "unreachable",
  8: "prohibit",
  9: "throw",
};

/** Protocols of routes that come and go by themselves: redirects, the kernel's own, router advertisements. */
const BY_KERNEL = new Set(["1", "2", "9"]);

export function scopeName(number: Json | undefined): string {
  return SCOPES[String(number ?? 0)] ?? String(number);
}

export function routeTypeName(number: Json | undefined): string {
  return TYPES[String(number ?? 1)] ?? String(number);
}

export function madeByKernel(protocol: Json | undefined): boolean {
  return BY_KERNEL.has(String(protocol));
}

/** What a route says beyond what can be declared, as `ip route add` takes it: "mtu 1400 onlink"; null where nothing. */
export function furtherWords(json: Record<string, Json>): string | null {
  const metrics = ((json.metrics ?? []) as Record<string, Json>[]).flatMap(Object.entries).flat();
  const hops = ((json.nexthops ?? []) as Record<string, Json>[]).flatMap(({ gateway, dev, weight, flags }) => [
    ...["nexthop", ...(gateway ? ["via", gateway] : []), "dev", dev, "weight", weight],
    ...onlink(flags),
  ]);
  return [...metrics, ...onlink(json.flags), ...hops].join(" ") || null;
}

function onlink(flags: Json | undefined): Json[] {
  return ((flags ?? []) as Json[]).filter((flag) => flag === "onlink");
}
