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

/** What is taken here for a word of another tool; null where nothing that looks like it is meant. */
export function elsewhere(word: string, known: readonly string[]): string | null | undefined {
  if (OTHER_THINGS.has(word)) return null;
  const name = SAME[word];
  return name !== undefined && known.includes(name) ? name : undefined;
}
