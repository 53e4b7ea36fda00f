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
