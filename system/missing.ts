import type { Finished } from "./process.ts";

/** The package of Debian and Ubuntu that each program which we start comes in. */
const PACKAGES: Record<string, string> = {
  ip: "iproute2",
  bridge: "iproute2",
  tc: "iproute2",
  sysctl: "procps",
  grep: "grep",
  nsenter: "util-linux",
  flock: "util-linux",
  "iptables-restore": "iptables",
  "ip6tables-restore": "iptables",
  "iptables-save": "iptables",
  "ip6tables-save": "iptables",
  conntrack: "conntrack",
  ping: "iputils-ping",
  tcpdump: "tcpdump",
  wg: "wireguard-tools",
  ipset: "ipset",
};

/**
 * One sentence for a program that the host does not have, or that nobody may execute there; undefined where it ran,
 * whatever came of it.
 */
export function missing({ argv, code, ended, stderr }: Finished): string | undefined {
  const inside = code === 127 || code === 126 ? /nsenter: failed to execute ([^\s:]+)/.exec(stderr)?.[1] : undefined;
  const program = inside ?? (ended === "ENOENT" || ended === "EACCES" ? argv[0] : undefined);
  if (program === undefined) return undefined;
  const name = PACKAGES[program];
  if (ended === "EACCES" || code === 126) {
    const anew = name ? `: apt-get install --reinstall ${name}` : "";
    return `the program "${program}" is on this host and not executable. chmod +x it, or install it anew${anew}`;
  }
  const remedy = name ? `On Debian and Ubuntu: apt-get install ${name}` : "Install it, or put it on PATH";
  return `the program "${program}" is not on this host. ${remedy}`;
}
