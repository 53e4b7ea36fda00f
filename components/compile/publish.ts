import { parseCidr } from "../../net/ip.ts";
import { formatPorts } from "../../net/port.ts";
import type { Namespace } from "../../topology/namespace.ts";
import type { Publish } from "../../topology/publish.ts";
import type { Fragment } from "./fragment.ts";

/** A port of the host that leads to an address and port behind it. */
export function compilePublish(publish: Publish, address: string): Fragment {
  const { hostIp, published, target, protocol } = publish;
  const at = address.includes(":") ? `[${address}]` : address;
  const entry = {
    port: formatPorts(published),
    to: `${at}:${formatPorts(target)}`,
    ...(protocol === "tcp" ? {} : { protocol }),
    ...(hostIp === undefined ? {} : { hostIp }),
  };
  return { host: { firewall: { publish: [entry] } } };
}

/** Where a published port of a namespace leads: its first address of the host address's family, IPv4 without one. */
export function targetAddress(publish: Publish, { links, loopback }: Namespace): string | undefined {
  const family = publish.hostIp?.includes(":") ? 6 : undefined;
  const own = [...Object.values(links), loopback].flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const fit = family ?? (own.some((address) => parseCidr(address).family === 4) ? 4 : 6);
  return own.find((address) => parseCidr(address).family === fit)?.split("/")[0];
}
