import { formatCidr } from "../net/ip.ts";
import { boundTo, covers } from "../net/listener.ts";
import type { PortClaim } from "../validation/conflicts/ports.ts";
import type { SubnetClaim } from "../validation/conflicts/subnets.ts";
import type { Engine } from "./client.ts";
import { containerNamed, networkNamed } from "./lookup.ts";
import type { PortBinding } from "./types.ts";

/** Subnets that are not there yet: whatever the host looks like, an unchanged network has no fault. */
export async function unsettled(engine: Engine, claims: readonly SubnetClaim[]): Promise<SubnetClaim[]> {
  const names = [...new Set(claims.map(({ network }) => network))];
  const found = (await Promise.all(names.map((name) => networkNamed(engine, name)))).filter(
    (network) => network !== undefined,
  );
  const there = new Set(
    found.flatMap(({ Name, IPAM }) => (IPAM.Config ?? []).map(({ Subnet }) => `${Name} ${Subnet}`)),
  );
  return claims.filter(({ network, cidr }) => !there.has(`${network} ${formatCidr(cidr)}`));
}

/** Ports that the container of this name does not publish yet: those of an unchanged or replaced one are its own. */
export async function unbound(engine: Engine, claims: readonly PortClaim[]): Promise<PortClaim[]> {
  const names = [...new Set(claims.map(({ container }) => container))];
  const bound = await Promise.all(names.map(async (name) => [name, await bindings(engine, name)] as const));
  const own = new Map(bound);
  return claims.filter((claim) => !own.get(claim.container)?.some((one) => covers(one, claim)));
}

async function bindings(engine: Engine, name: string) {
  const found = await containerNamed(engine, name);
  return Object.entries(found?.HostConfig.PortBindings ?? {}).flatMap(([key, hosts]) => {
    const protocol = key.split("/")[1] ?? "tcp";
    return (hosts ?? []).flatMap(({ HostIp, HostPort }: PortBinding) => {
      const port = Number(HostPort);
      return port > 0 ? [boundTo(protocol, { first: port, last: port }, HostIp)] : [];
    });
  });
}
