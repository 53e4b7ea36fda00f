import { closest } from "../../net/suggest.ts";

/** What docker compose and containerlab call a key of ours. */
const SAME: Readonly<Record<string, string>> = {
  cap_add: "capAdd",
  cap_drop: "capDrop",
  driver_opts: "options",
  environment: "env",
  extra_hosts: "hosts",
  healthcheck: "health",
  ip_range: "ipRange",
  ipv4_address: "ip",
  ipv6_address: "ip",
  mac_address: "mac",
  network_mode: "network",
  nodes: "containers",
  ports: "publish",
  services: "containers",
};

/** Words that are spelled almost like one of ours, and mean another thing. */
const OTHER_THINGS: ReadonlySet<string> = new Set(["external", "vxlan"]);

/** What was probably meant: the same in another tool's words, or what is spelled almost like it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (OTHER_THINGS.has(word)) return undefined;
  const same = SAME[word];
  return same !== undefined && known.includes(same) ? same : closest(word, known);
}
