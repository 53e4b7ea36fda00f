import { type Link, type Space, withoutLink } from "./state.ts";

const IPV6_MTU = 1280;

/** Settings of an interface are there as long as it is, and those of IPv6 as long as its packets are large enough. */
export function settingOf(here: Space, path: string): string | undefined {
  const key = keyOf(here, path);
  return key === undefined ? undefined : (here.sysctls.get(key) ?? (key === path ? undefined : "0"));
}

/** False where there is no such setting. */
export function set(here: Space, path: string, value: string): boolean {
  const key = keyOf(here, path);
  if (key === undefined) return false;
  here.sysctls.set(key, value);
  for (const link of here.links) if (!speaksIpv6(here, link)) silence(here, link);
  return true;
}

export function speaksIpv6(here: Space, link: Link): boolean {
  return link.mtu >= IPV6_MTU && settingOf(here, `net/ipv6/conf/${link.ifname}/disable_ipv6`) !== "1";
}

/** A link that does not speak IPv6 any more loses what it has of it; with small packets its settings as well. */
export function silence(here: Space, link: Link): void {
  link.addresses = link.addresses.filter(({ cidr }) => cidr.family === 4);
  here.routes = here.routes.flatMap((route) =>
    route.family === 4 || route.type !== "1" ? [route] : withoutLink(route, link.ifname),
  );
  here.neighbours = here.neighbours.filter(({ dev, dst }) => dev !== link.ifname || !dst.includes(":"));
  if (link.mtu >= IPV6_MTU) return;
  for (const key of here.sysctls.keys())
    if (key.startsWith("net/ipv6/conf/") && key.endsWith(` of ${link.ifindex}`)) here.sysctls.delete(key);
}

/** An interface made anew has settings of its own, so that they are kept by its index. */
function keyOf(here: Space, path: string): string | undefined {
  const [, family, device] = /^net\/ipv([46])\/conf\/([^/]+)\//.exec(path) ?? [];
  if (device === undefined) return path;
  const link = here.links.find(({ ifname }) => ifname === device);
  if (device === "default") return `${path} of default`;
  if (link === undefined || (family === "6" && link.mtu < IPV6_MTU)) return undefined;
  return `${path} of ${link.ifindex}`;
}

/** As grep prints files below /proc/sys. */
export function printSettings(here: Space, argv: readonly string[]): string {
  const files = argv.slice(argv.indexOf("--", argv.indexOf("grep")) + 1).map((file) => file.replace("/proc/sys/", ""));
  const values = files.flatMap((file) => {
    const value = settingOf(here, file);
    return value === undefined ? [] : [`/proc/sys/${file}:${value}`];
  });
  return `${values.join("\n")}\n`;
}
