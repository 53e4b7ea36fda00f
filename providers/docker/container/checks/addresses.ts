import { networkNamed } from "../../../../engine/lookup.ts";
import { ownerOf } from "../../../../engine/owner.ts";
import type { ContainerInspect, NetworkInspect } from "../../../../engine/types.ts";
import { formatIp, parseIp } from "../../../../net/ip.ts";
import { isOwn, stackOfUrn } from "../../../../validation/conflicts/world.ts";
import type { Fault, Path } from "../../../../validation/fault.ts";
import type { Context } from "../../resource.ts";
import { containerInputs } from "../../types.ts";
import type { Values } from "../../values.ts";

interface Address {
  path: Path;
  ip: string;
  network: string;
}

/** Static addresses that somebody else's container has. Those of this stack may be about to move away. */
export async function takenAddresses(inputs: Values, context: Context): Promise<Fault[]> {
  const { networksAdvanced = [], name } = containerInputs(inputs);
  const addresses = networksAdvanced.flatMap(({ name: network, ...one }, i) =>
    (["ipv4Address", "ipv6Address"] as const).flatMap((field): Address[] => {
      const ip = one[field];
      return ip && network !== "bridge" ? [{ path: ["networksAdvanced", i, field], ip, network }] : [];
    }),
  );
  const faults = addresses.map(async (address) => {
    const live = await networkNamed(context.engine, address.network);
    return live ? await usedByForeign(address, live, name, context) : [];
  });
  return (await Promise.all(faults)).flat();
}

async function usedByForeign(
  { path, ip }: Address,
  live: NetworkInspect,
  name: string | undefined,
  context: Context,
): Promise<Fault[]> {
  const members = Object.entries(live.Containers ?? {});
  const holder = members.find(([, { IPv4Address, IPv6Address }]) =>
    [IPv4Address, IPv6Address].some((held) => held && plain(held) === plain(ip)),
  );
  if (!holder || holder[1].Name === name) return [];
  const inspect = await context.engine.find<ContainerInspect>(`/containers/${holder[0]}/json`);
  const owner = ownerOf(inspect?.Config.Labels);
  if (!inspect || isOwn(stackOfUrn(context.urn), owner)) return [];
  return [{ path, value: ip, rule: `it is in use by the container "${holder[1].Name}"`, fix: "take another" }];
}

function plain(ip: string): string {
  return formatIp(parseIp(ip.split("/")[0] ?? ip));
}
