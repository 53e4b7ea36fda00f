import { bracketed, isLinkLocal, parseCidr, parseIp } from "../../net/ip.ts";
import { formatPorts } from "../../net/port.ts";
import type { Address } from "../../topology/address.ts";
import type { Publish } from "../../topology/publish.ts";
import type { Fragment } from "./fragment.ts";

/** A port of the host that leads to an address and port behind it. */
export function compilePublish(publish: Publish, address: string): Fragment {
  const { hostIp, published, target, protocol } = publish;
  const entry = {
    port: formatPorts(published),
    to: `${bracketed(address)}:${formatPorts(target)}`,
    ...(protocol === "tcp" ? {} : { protocol }),
    ...(hostIp === undefined ? {} : { hostIp }),
  };
  return { host: { firewall: { publish: [entry] } } };
}

/**
 * Where a published port of a namespace leads: its first address of each family, or of the host address's alone. One
 * that every link may have leads nowhere.
 */
export function targetAddresses({ hostIp }: Publish, addresses: readonly Address[]): string[] {
  const families = hostIp === undefined ? [4, 6] : [parseIp(hostIp).family];
  const texts = addresses.map(({ address }) => address).filter((address) => !isLinkLocal(parseCidr(address)));
  const firsts = families.map((family) => texts.find((address) => parseCidr(address).family === family));
  return firsts.flatMap((address) => address?.split("/")[0] ?? []);
}
